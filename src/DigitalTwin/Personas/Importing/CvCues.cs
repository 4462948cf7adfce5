using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Importing;

/// <summary>Finds in a summary what other CVs have sections for: LinkedIn's exports have few.</summary>
internal static partial class CvCues
{
    /// <summary>The sentences of a text that are about a subject.</summary>
    public static IReadOnlyList<CvLine> Of(CvKind kind, IEnumerable<CvLine> summary)
    {
        var cue = kind switch
        {
            CvKind.Tools => Tools(),
            CvKind.Hobbies => Hobbies(),
            CvKind.Volunteering => Volunteering(),
            CvKind.References => References(),
            CvKind.Projects => Projects(),
            _ => null,
        };
        return cue is null ? [] : [.. summary.SelectMany(line => Sentences().Split(line.Text)).Where(text => cue.IsMatch(text))
            .Select(text => new CvLine(text.Trim()))];
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu})")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\b(tools|software|stack|werkzeuge|outils|logiciels|herramientas)\b[^.:]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Tools();

    [GeneratedRegex(
        @"\b(outside (the|of|work)|when i('m| am) not|free time|spare time|off duty|away from (work|the)|freizeit|temps libre"
        + @"|tiempo libre)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Hobbies();

    [GeneratedRegex(@"\b(volunteer|mentor|pro bono|ehrenamt|bénévol|voluntari)", RegexOptions.IgnoreCase)]
    private static partial Regex Volunteering();

    [GeneratedRegex(@"\b(recommended by|references?:|empfohlen von|recommandée? par|recomendad[oa] por)", RegexOptions.IgnoreCase)]
    private static partial Regex References();

    [GeneratedRegex(@"\b(project|projekt|projet|proyecto)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Projects();
}
