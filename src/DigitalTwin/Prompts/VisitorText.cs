namespace DigitalTwin.Prompts;

/// <summary>Fences a visitor's text, so that a prompt can call it data, whatever it claims to be.</summary>
internal static class VisitorText
{
    private const string Open = "<visitor_message>\n";
    private const string Close = "\n</visitor_message>";

    /// <summary>The text between tags that it cannot close itself.</summary>
    public static string Wrap(string text) => Open + Fence.Break(text) + Close;

    /// <summary>Reverses <see cref="Wrap"/>, whatever stands before the fence; text without the fence is returned unchanged.</summary>
    public static string Unwrap(string text)
    {
        var open = text.LastIndexOf(Open, StringComparison.Ordinal);
        return open >= 0 && text.EndsWith(Close, StringComparison.Ordinal) && text.Length >= open + Open.Length + Close.Length
            ? Fence.Mend(text[(open + Open.Length)..^Close.Length])
            : text;
    }
}
