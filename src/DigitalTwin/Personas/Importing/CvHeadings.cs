using System.Text.RegularExpressions;
using DigitalTwin.Personas.Parsing.Hidden;

namespace DigitalTwin.Personas.Importing;

/// <summary>Tells by a heading what a section of a CV is about, in English, German, French and Spanish.</summary>
internal static partial class CvHeadings
{
    private const int LongestHeading = 48;
    private const int MostWords = 6;

    // The first that fits. Each is a beginning of a word, after words such as "selected" or "professional".
    private static readonly (CvKind Kind, string[] Words)[] Names =
    [
        (CvKind.Volunteering, ["volunt", "community", "ehrenamt", "engagement", "bénévol", "associati", "voluntari"]),
        (CvKind.Contact,
        [
            "contact", "kontakt", "personal data", "personal details", "personal information", "persönliche", "coordonnées",
                "datos personales",
            "details",
        ]),
        (CvKind.Languages, ["language", "sprach", "langue", "idioma"]),
        (CvKind.Certificates,
        [
            "certif", "licen", "registration", "zertifik", "weiterbildung", "fortbildung", "lehrgänge", "habilitation", "courses",
                "accredit",
        ]),
        (CvKind.Publications,
        [
            "publication", "book", "papers", "talks", "presentation", "writing", "speaking", "articles", "conference", "vorträge",
                "veröffentlich",
            "conférence", "publicacion", "charla", "ponencia", "artículo",
        ]),
        (CvKind.Awards,
        [
            "award", "honor", "honour", "prize", "recognition", "grants", "auszeichnung", "preise", "ehrung", "prix", "distinction",
                "premio",
            "reconocimiento",
        ]),
        (CvKind.References, ["referenc", "referee", "referenz", "référence", "testimonial", "recommandation", "recomendacion"]),
        (CvKind.Hobbies,
        [
            "interest", "hobb", "outside work", "free time", "freizeit", "interessen", "loisir", "centres d", "centre d", "aficion",
                "interés",
            "intereses", "away from work",
        ]),
        (CvKind.Projects, ["project", "projekt", "projet", "proyecto", "exhibition", "réalisation", "portfolio"]),
        (CvKind.Education,
        [
            "education", "studies", "academic background", "qualification", "training", "degrees", "ausbildung", "bildung", "studium",
            "schulbildung", "formation", "études", "diplôme", "formación", "estudios", "educación", "academic history",
        ]),
        (CvKind.Work,
        [
            "experience", "employment", "career", "work", "positions", "appointments", "berufserfahrung", "berufliche", "beruflicher",
            "werdegang", "tätigkeit", "expérience", "parcours", "experiencia", "trayectoria", "jobs", "clients",
        ]),
        (CvKind.Tools,
        [
            "tools", "technolog", "software", "equipment", "kit", "stack", "werkzeug", "maschinen", "edv", "it-kenntnisse", "outils",
                "logiciel",
            "herramienta", "informática", "systems",
        ]),
        (CvKind.Skills,
        [
            "skill", "competenc", "expertise", "strength", "specialit", "specialt", "kenntnis", "kompetenz", "fähigkeit", "fertigkeit",
            "what i can do", "what i do", "compétence", "savoir-faire", "habilidad", "aptitud", "competencia", "research interests",
                "areas of",
        ]),
        (CvKind.Links, ["links", "online", "profiles", "on the web", "elsewhere", "web", "liens", "enlaces", "en ligne", "en línea",
            "redes"]),
        (CvKind.Summary,
        [
            "summary", "profile", "about", "objective", "statement", "bio", "introduction", "kurzprofil", "profil", "über",
                "zusammenfassung",
            "à propos", "présentation", "perfil", "sobre", "resumen", "extracto",
        ]),
    ];

    private static readonly HashSet<string> ColumnNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "employer", "role", "period", "position", "company", "dates", "date", "years", "year", "school", "degree", "institution", "name",
            "issuer",
        "level", "language", "skill", "title", "certificate", "what", "where", "when", "place", "from", "to", "zeitraum", "zeit",
            "tätigkeit",
        "jahr", "sprache", "niveau", "langue", "période", "poste", "entreprise", "année", "domaine", "outils", "idioma", "nivel", "año",
        "cargo", "empresa", "periodo", "kenntnisse", "bereich", "tools", "area", "details", "award", "organisation", "organization",
        "titulación", "centro",
    };

    /// <summary>What a heading is about, <see cref="CvKind.Other"/> where it is none of the usual.</summary>
    public static CvKind KindOf(string heading)
    {
        var text = Clean(PrivateMark.Without(heading));
        return Job().IsMatch(text) ? CvKind.Other
            : text.StartsWith("research interest", StringComparison.Ordinal) ? CvKind.Skills
            : KindAt(Adjectives().Replace(text, "")) is var first && first != CvKind.Other ? first
            // "Academic and Professional Appointments"
            : And().Split(text).Skip(1).Select(part => KindAt(Adjectives().Replace(part, ""))).FirstOrDefault(kind => kind != CvKind.Other);
    }

    /// <summary>Whether a line says only that this is a CV.</summary>
    public static bool IsTitle(string text)
        => Clean(text) is "cv" or "curriculum vitae" or "lebenslauf" or "resume" or "résumé" or "currículum" or "currículum vitae"
            or "hoja de vida";

    /// <summary>Whether a row says only what the columns of a table are.</summary>
    public static bool IsTableHead(string row)
        => row.Split('|').Select(cell => cell.Trim()).All(cell => cell.Length == 0 || ColumnNames.Contains(cell));

    private static CvKind KindAt(string text)
        => Names.Where(each => each.Words.Any(word => text.StartsWith(word, StringComparison.Ordinal)))
            .Select(each => each.Kind).FirstOrDefault(CvKind.Other);

    /// <summary>Whether a line is a heading, by its words and by how it stands out.</summary>
    public static bool IsHeading(CvLine line)
    {
        var text = PrivateMark.Without(line.Text);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return !line.IsItem
            && text.Length is > 1 and <= LongestHeading
            && words <= MostWords
            && !text.Any(char.IsDigit)
            && text[^1] is not ('.' or ',' or ';')
            && !text.Contains('@', StringComparison.Ordinal)
            && (line.Level > 0 || (KindOf(text) != CvKind.Other && (line.StandsOut || text.EndsWith(':') || IsUsual(text))));
    }

    /// <summary>Whether a line is short and in capitals: a heading, in a CV that has them so.</summary>
    public static bool IsInCapitals(CvLine line)
        => !line.IsItem && line.Text.Length is > 2 and < 30 && line.Text.All(c => char.IsUpper(c) || c is ' ' or '&' or '\'' or '-');

    /// <summary>Whether a line is a heading and nothing else, also where nothing makes it stand out.</summary>
    public static bool IsUsual(string text)
        => Usual().IsMatch(Clean(text)) || (CvLine.IsInCapitals(text) && KindOf(text) != CvKind.Other);

    private static string Clean(string heading) => Marks().Replace(heading, " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"\s+(?:and|&|und|et|y|/)\s+")]
    private static partial Regex And();

    // "Software Engineer" is no heading, though "Software" is.
    [GeneratedRegex(
        @"\b(?:engineer|developer|manager|lead|leader|director|officer|teacher|tutor|assistant|consultant|analyst|designer|coordinator"
        + @"|specialist|intern|architect|scientist|worker|nurse|executive|entwickler|leiter|ingénieur|chef|responsable|ingeniero|jefe"
        + @"|desarrollador)(?:in|e|a)?\b")]
    private static partial Regex Job();

    [GeneratedRegex(@"[^\p{L}\p{M}'’&/ -]+")]
    private static partial Regex Marks();

    [GeneratedRegex(
        @"^(?:(?:my|key|main|top|core|selected|professional|work|personal|technical|clinical|academic|teaching|research|relevant"
        + @"|additional|other|further|ausgewählte|besondere|weitere|sonstige|principales|domaines de|quelques|mes|mis|principal"
        + @"|proyectos? y|schul- und|mandatory)\s+)"
        + @"(?=\p{L})(?!(?:history|data|details|information|background)\b)")]
    private static partial Regex Adjectives();

    // As LinkedIn's exports have them, which mark headings by their place only.
    [GeneratedRegex(
        "^(?:contact|kontakt|summary|experience|education|top skills|skills|languages|certifications|certificates|honors-awards"
        + "|honors & awards|awards|publications|projects|interests|hobbies|references|volunteering|volunteer experience|profile|about me"
        + "|employment|work experience|licenses & certifications|patents|courses|links|tools|extracto|experiencia|educación|aptitudes"
        + "|idiomas|berufserfahrung|ausbildung|kenntnisse|sprachen|zertifikate"
        + "|projekte|hobbys|referenzen|expérience|formation|compétences|langues|projets|loisirs)$")]
    private static partial Regex Usual();
}
