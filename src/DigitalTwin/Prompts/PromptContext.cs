using System.Globalization;

namespace DigitalTwin.Prompts;

/// <summary>What a prompt says right before the visitor's message, since it changes from message to message.</summary>
internal sealed record PromptContext(string Text)
{
    private const string Open = "<context>\n";
    private const string Close = "</context>\n";

    /// <param name="locale">The language of the visitor's page as a BCP 47 tag, or <see langword="null"/>.</param>
    /// <param name="now">The time.</param>
    public static PromptContext Of(string? locale, DateTimeOffset now)
    {
        var page = locale is null ? "" : $"The visitor's page is in '{locale}'.\n";
        return new PromptContext($"{Open}Today is {now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.\n{page}{Close}");
    }

    /// <summary>The whole, with facts that were chosen for the message.</summary>
    public string With(string facts) => Text[..^Close.Length] + facts + Close;
}
