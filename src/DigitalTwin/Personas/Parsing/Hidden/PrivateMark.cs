using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>How an owner says that something is not for visitors.</summary>
internal static partial class PrivateMark
{
    /// <summary>Whether a text has the mark <c>{private}</c>, alone or with other attributes.</summary>
    public static bool IsIn(string? text) => text is not null && Mark().IsMatch(text);

    /// <summary>
    /// Where in a paragraph something private begins, or -1: a line that begins with <c>private:</c>, or all with a mark in it.
    /// </summary>
    public static int StartIn(string paragraph)
        => IsIn(paragraph) ? 0 : Label().Match(paragraph) is { Success: true } label ? label.Index : -1;

    /// <summary>The names of keys and sections below the key <c>private</c>, in lower case.</summary>
    public static IReadOnlySet<string> NamesIn(object? value)
    {
        IEnumerable<object?> names = value switch
        {
            IEnumerable<object> list => list,
            IDictionary<object, object> map => map.Keys,
            string text => text.Split(','),
            _ => [],
        };
        return names.OfType<string>().Select(name => name.Trim().ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Words that make one wonder whether a text is for visitors.
    /// </summary>
    [GeneratedRegex(
        @"\b(private|confidential|not for publication|off the record"
        + @"|do not (publish|share)|don't (publish|share)|not public|internal only|password"
        + @"|passcode|privat|vertraulich|nicht öffentlich|passwort|privé|confidentiel|mot de passe|privado|confidencial|contraseña"
        + @"|riservato|privato)\b",
        RegexOptions.IgnoreCase)]
    public static partial Regex Words();

    [GeneratedRegex(@"\{[^{}\n]*(?<![\w-])private(?![\w-])[^{}\n]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^[ \t>]*(?:[-*+]\s+)?(?:\*\*|__|\*|_)?private(?:\*\*|__|\*|_)?\s*:",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Label();
}
