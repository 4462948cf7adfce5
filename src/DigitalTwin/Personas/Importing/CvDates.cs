using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Importing;

/// <summary>Finds the dates between which something was, by which the entries of a CV are told apart.</summary>
internal static partial class CvDates
{
    /// <summary>Whether a line has such dates.</summary>
    public static bool IsIn(string line) => Range().IsMatch(line);

    [GeneratedRegex(
        @"(?:19|20)\d\d(?:-\d\d)?\s*(?:[-–—]|to|bis|à|a|until)\s*(?:\p{L}+\.?\s+|\d\d[./])?(?:(?:19|20)\d\d|present|now"
        + @"|today|heute|aujourd|to date|date|actual|current|ongoing)"
        + @"|\b(?:since|seit|depuis|desde)\s+(?:\p{L}+\.?\s+(?:de\s+)?|\d\d[./])?(?:19|20)\d\d",
        RegexOptions.IgnoreCase)]
    private static partial Regex Range();
}
