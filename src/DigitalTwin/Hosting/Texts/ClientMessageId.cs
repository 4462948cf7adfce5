using System.Text.RegularExpressions;

namespace DigitalTwin.Hosting.Texts;

/// <summary>A client's own id for a message, by which one that is sent again is known.</summary>
internal static partial class ClientMessageId
{
    private const int Longest = 100;

    /// <summary>Refuses a text that is none; nothing is fine.</summary>
    /// <exception cref="ProblemException">The text is none.</exception>
    public static void Check(string? text, string field)
    {
        if (text is not null && (text.Length > Longest || !Rule().IsMatch(text)))
        {
            throw new ProblemException(Problems.InvalidField, $"1 to {Longest} letters, digits and . _ : -", [field]);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]+\z")]
    private static partial Regex Rule();
}
