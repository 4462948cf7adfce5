using System.Text.RegularExpressions;

namespace DigitalTwin.Inbox;

/// <summary>Recognizes what a person can be reached by.</summary>
internal static partial class ContactDetails
{
    private const int LeastDigits = 6;

    /// <summary>Whether a text has an e-mail address, a phone number or an address on the web in it.</summary>
    public static bool IsIn(string text)
        => Address().IsMatch(text) || Phone().Matches(text).Any(number => number.Value.Count(char.IsAsciiDigit) >= LeastDigits);

    [GeneratedRegex(
        @"[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)*\.\p{L}{2,}|\b(https?://|www\.)\S+\.\S+|\b[\w-]+(\.[\w-]+)*\.[a-z]{2,}/\S+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"\+?\(?\d[\d\s()/.-]{4,}\d")]
    private static partial Regex Phone();
}
