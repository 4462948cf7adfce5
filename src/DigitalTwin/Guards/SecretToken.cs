namespace DigitalTwin.Guards;

/// <summary>A word that is looked for letter by letter, in a text that is never looked at twice.</summary>
/// <remarks>Knuth, Morris, Pratt: Fast pattern matching in strings, SIAM J. Comput. 6 (1977).</remarks>
internal sealed class SecretToken
{
    private readonly string text;

    // How much of the word a text still ends with where the next letter does not fit.
    private readonly int[] back;

    public SecretToken(string text)
    {
        this.text = text;
        back = new int[text.Length];
        for (var (i, known) = (1, 0); i < text.Length; i++)
        {
            known = Next(known, text[i]);
            back[i] = known;
        }
    }

    /// <summary>How many letters it has.</summary>
    public int Length => text.Length;

    /// <summary>How much of it a text ends with, once the text goes on with this letter.</summary>
    /// <param name="known">How much it ended with before.</param>
    /// <param name="letter">The letter.</param>
    public int Next(int known, char letter)
    {
        known = known == text.Length ? back[known - 1] : known;
        while (known > 0 && text[known] != letter)
        {
            known = back[known - 1];
        }

        return text[known] == letter ? known + 1 : 0;
    }
}
