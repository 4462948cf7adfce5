using System.Text.RegularExpressions;

namespace DigitalTwin.Prompts;

/// <summary>A prompt from the repository, with named places to fill in.</summary>
internal sealed partial class PromptTemplate
{
    // Text and names of places by turns: text first and last.
    private readonly string[] parts;
    private Filled? last;

    private PromptTemplate(string text) => parts = Place().Split(text.Trim());

    /// <summary>The twin's instructions, for every model call.</summary>
    public static PromptTemplate Twin { get; } = Load("twin-prompt.md");

    /// <summary>The instructions for summarizing a conversation.</summary>
    public static PromptTemplate Summary { get; } = Load("summary-prompt.md");

    /// <summary>The instructions by themselves, with nothing filled in.</summary>
    public string Rules => string.Join(' ', parts.Where((_, index) => index % 2 == 0));

    /// <summary>Fills in the places in one pass: a value that looks like a place is not filled in.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values)
    {
        string[] pieces = [.. Pieces(values)];

        // What most turns fill in is what the turn before did.
        if (last is not { } made || !made.Pieces.AsSpan().SequenceEqual(pieces))
        {
            last = made = new Filled(pieces, string.Concat(pieces).Trim());
        }

        return made.Text;
    }

    /// <summary>The tokens of the text that these values fill, before calibration.</summary>
    public double RawTokens(IReadOnlyDictionary<string, string> values) => Pieces(values).Sum(TokenEstimator.Raw);

    private IEnumerable<string> Pieces(IReadOnlyDictionary<string, string> values)
        => parts.Select((part, index) => index % 2 == 0 ? part : values[part]);

    private static PromptTemplate Load(string name)
    {
        using var stream = typeof(PromptTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The prompt {name} is not part of this build.");
        using var reader = new StreamReader(stream);
        return new PromptTemplate(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private sealed record Filled(string[] Pieces, string Text);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
