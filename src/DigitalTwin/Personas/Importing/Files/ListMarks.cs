using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Importing.Files;

/// <summary>The signs that people put before the items of a list, where the format has no lists, or does not say.</summary>
internal static partial class ListMarks
{
    /// <summary>A line without its sign, and whether it had one.</summary>
    public static (bool IsItem, string Text) Take(string line)
        => Mark().Match(line) is { Success: true } item ? (true, item.Groups[1].Value.Trim()) : (false, line);

    [GeneratedRegex(@"^\s*(?:[-*+•–▪◦·]|\d{1,2}[.)])[\s|]+(\S.*)$")]
    private static partial Regex Mark();
}
