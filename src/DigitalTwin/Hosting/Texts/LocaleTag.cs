using System.Text.RegularExpressions;

namespace DigitalTwin.Hosting.Texts;

/// <summary>A language as a BCP 47 tag, such as <c>en</c> or <c>pt-BR</c>: https://www.rfc-editor.org/info/bcp47</summary>
internal static partial class LocaleTag
{
    private const int Longest = 35;

    /// <summary>Whether a text has the form of one.</summary>
    public static bool IsValid(string text) => text.Length <= Longest && Rule().IsMatch(text);

    /// <summary>Refuses a text that is none; nothing is fine.</summary>
    /// <exception cref="ProblemException">The text is none.</exception>
    public static void Check(string? text, string field)
    {
        if (text is not null && !IsValid(text))
        {
            throw new ProblemException(Problems.InvalidField, "A language tag such as en or pt-BR.", [field]);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex Rule();
}
