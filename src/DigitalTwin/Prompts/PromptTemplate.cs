using System.Text.RegularExpressions;

namespace DigitalTwin.Prompts;

/// <summary>A prompt from the repository, with named places to fill in.</summary>
internal sealed partial class PromptTemplate
{
    private readonly string text;

    private PromptTemplate(string text) => this.text = text;

    /// <summary>The twin's instructions, for every model call.</summary>
    public static PromptTemplate Twin { get; } = Load("twin-prompt.md");

    /// <summary>The instructions for summarizing a conversation.</summary>
    public static PromptTemplate Summary { get; } = Load("summary-prompt.md");

    /// <summary>Fills in the places in one pass: a value that looks like a place is not filled in.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values)
        => Place().Replace(text, match => values[match.Groups[1].Value]).Trim();

    private static PromptTemplate Load(string name)
    {
        using var stream = typeof(PromptTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The prompt {name} is not part of this build.");
        using var reader = new StreamReader(stream);
        return new PromptTemplate(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
