using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;

namespace DigitalTwin.Guards;

/// <summary>
/// What of a prompt is not for visitors: the rules, and the owner's boundaries and notes on style. It is compared by letters and digits
/// alone, so that spaces and punctuation between them hide nothing. Facts are for visitors.
/// </summary>
internal sealed partial class SecretText
{
    /// <summary>A reply may share this many letters and digits in a row with the rules: they are English, as replies may be.</summary>
    public const int LongestShared = 48;

    private const int ShortestToken = 8;
    private const int MostTokens = 64;

    // Of the alphabet: the shift of ROT13.
    private const int Half = 13;

    public SecretText(Persona persona)
    {
        var told = string.Join('\n', [PromptTemplate.Twin.Rules, persona.Style, .. persona.Boundaries]);
        var open = string.Join('\n', [
            persona.Name, persona.Headline, persona.Greeting, persona.Contact,
            .. persona.Links.Select(link => $"{link.Title} {link.Url}"),
            .. persona.Facts.Select(fact => $"{fact.Id} {fact.Title} {fact.Text}"),
        ]);
        var shown = Normal(open);

        // Sentences that the rules give as examples of good answers are made to be said.
        Corpus = Normal(Quoted().Replace(told, " "));
        Tokens =
        [
            .. Word().Matches(told).Select(match => match.Value).Where(IsTelling)
                .Where(word => Normal(word).Length >= ShortestToken && !shown.Contains(Normal(word), StringComparison.Ordinal))
                .Distinct().Take(MostTokens).SelectMany(FormsOf).Distinct().Select(form => new SecretToken(form)),
        ];
    }

    /// <summary>All of it, letters and digits alone.</summary>
    public string Corpus { get; }

    /// <summary>Words of it that stand nowhere else and tell by themselves that it was read.</summary>
    public IReadOnlyList<SecretToken> Tokens { get; }

    /// <summary>A text's letters and digits, in lower case.</summary>
    public static string Normal(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    // Also as it is hidden most often; who wants to can hide it in ways without end.
    private static IEnumerable<string> FormsOf(string word)
    {
        var plain = Normal(word);
        yield return plain;
        yield return string.Concat(plain.Reverse());
        yield return string.Concat(plain.Select(c => char.IsAsciiLetter(c) ? (char)(((c - 'a' + Half) % (2 * Half)) + 'a') : c));
        yield return Normal(Convert.ToBase64String(Encoding.UTF8.GetBytes(word)));
        yield return Normal(Convert.ToHexString(Encoding.UTF8.GetBytes(word)));
    }

    // A code rather than a word: letters with digits, several parts, capitals only.
    private static bool IsTelling(string word)
        => (word.Any(char.IsDigit) && word.Any(char.IsLetter))
            || word.Split('-', '_').Count(part => part.Length > 1) >= 3
            || (word.Length > ShortestToken && word.All(c => char.IsUpper(c) || c is '-' or '_'));

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}_-]{4,}")]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"\n]*\"")]
    private static partial Regex Quoted();
}
