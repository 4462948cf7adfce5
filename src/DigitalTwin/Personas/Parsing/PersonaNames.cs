using System.Globalization;
using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing;

/// <summary>A name, and what stands behind it on its line.</summary>
internal sealed record NameAndHeadline(string Name, string? Headline);

/// <summary>Tells names from other titles, and finds them in what a person says of themself.</summary>
internal static partial class PersonaNames
{
    private const int MostWords = 6;
    private const int LongestName = 60;

    // Words of titles that many a page has; none is a person's name.
    private static readonly HashSet<string> NoNames = Words(
        """
        about me my hi hello hey there welcome home readme cv curriculum vitae resume résumé portfolio profile persona faq work experience
        projects project skills contact education summary introduction intro notes blog website page bio biography who what i this untitled
        career questions answers hobbies interests links publications talks awards languages background overview digital twin
        über mich lebenslauf hallo willkommen startseite steckbrief kontakt beruf ausbildung projekte ich
        à propos moi bonjour bienvenue accueil parcours profil compétences expérience formation
        sobre mí hola bienvenidos bienvenido inicio perfil currículum experiencia educación proyectos contacto olá ciao chi sono
        i'm i’m engineer manager developer designer consultant analyst director team products services getting started key facts basics
        general information personal quick document knowledge base system prompt good morning howdy greetings
        nice meet best regards dear all
        important notice visitor citizen lead diplom ingenieur senior junior full stack world woodworking persönliche daten
        自己紹介 私について 履歴書 关于我 自我介绍 简历 你好 个人简介 نبذة عني مرحبا السيرة الذاتية
        """);

    // Parts of names that begin with a small letter.
    private static readonly HashSet<string> Particles = Words(
        "de da do dos das del della di du des la le van von der den ter ten zu zur bin ibn bint al el y e af av the");

    /// <summary>The name in a title such as "Ada Lovelace", "Hi, I'm Ada Lovelace" or "Ada Lovelace – Mathematician".</summary>
    public static NameAndHeadline? Read(string? title)
    {
        var whole = title?.Trim() ?? "";
        if (IsName(whole))
        {
            return new NameAndHeadline(whole, null);
        }

        var plain = Pronouns().Replace(whole, "").Trim('!', '.', ' ', '\uD83D', '\uDC4B', '"', '“', '”');
        var greeted = Greeting().Replace(plain, "");
        var introduced = Introduction().Replace(greeted, "");

        // "Hello World" greets; "Hello, I'm Sam" says a name.
        if (greeted != plain && introduced == greeted && !greeted.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var text = Behind().Replace(introduced, "");
        return IsName(text) ? new NameAndHeadline(text, null)
            : Headline().Match(text) is { Success: true } both && IsName(both.Groups[1].Value)
                ? new NameAndHeadline(both.Groups[1].Value.Trim(), both.Groups[2].Value.Trim())
            : null;
    }

    /// <summary>The name that a person says to have: "My name is Ada Lovelace".</summary>
    public static string? FindIn(IEnumerable<string> texts)
        => texts.Select(FindIn).FirstOrDefault(name => name is not null);

    private static string? FindIn(string text)
        => Called().Match(text) is { Success: true } called && IsName(called.Groups[1].Value) ? called.Groups[1].Value
            : Being().Matches(text).Select(match => match.Groups[1].Value)
                // One word may be anything: "I am German."
                .FirstOrDefault(name => name.Contains(' ', StringComparison.Ordinal) && IsName(name));

    private static bool IsName(string text)
    {
        var words = text.Split([' ', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length is > 0 and <= MostWords
            && text.Length <= LongestName
            && text.All(IsOfNames)
            && !words.Any(word => NoNames.Contains(word.Trim(',', '.')))
            && words.All(word => IsCapital(word[0]) || Particles.Contains(word) || Elided().IsMatch(word))
            && words.Any(word => IsCapital(word[0]))
            && !text.EndsWith('.');
    }

    private static bool IsOfNames(char c)
        => char.IsLetter(c) || c is ' ' or '\u00A0' or '-' or '‑' or '\'' or '’' or '.' or ',' or '·'
            || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Many scripts have no capitals.
    private static bool IsCapital(char c) => char.IsUpper(c) || char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;

    private static HashSet<string> Words(string words)
        => new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?:(?:hi|hello|hey|welcome|hallo|bonjour|hola|ciao)\b[\s,!.–—-]*(?:there\b)?[\s,!.–—-]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"^(?:(?:i['’]?m|i am|my name is|ich bin|ich heiße|mein name ist|je suis|je m['’]appelle|soy|me llamo|mi nombre es|mi chiamo|sono"
        + @"|about|über|à propos de|sobre|meet|this is|who is|portfolio of|name:|nombre:"
        + @"|nom:)\s+|(?:cv|curriculum vitae|résumé|resume|lebenslauf)\s*(?:of\b|von\b|de\b)?\s*[:–—-]?\s*)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Introduction();

    [GeneratedRegex(@"\s*\((?:she|he|they|sie|er|elle|il|ella|él)\b[^)]*\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Pronouns();

    [GeneratedRegex(
        @"(?:['’]s?\s+(?:personal\s+)?|\s*[–—|:-]\s*)"
        + @"(?:portfolio|website|web site|site|homepage|home page|page|cv|curriculum vitae|resume|résumé|lebenslauf|profile)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Behind();

    [GeneratedRegex(@"^(.{2,60}?)(?:\s+[–—|·•@-]\s+|\s*[|–—]\s*|[,:]\s+)(\S.*)$")]
    private static partial Regex Headline();

    [GeneratedRegex(
        @"(?:\b(?i:my name is|my name['’]s|i am called|ich heiße|ich heisse|mein name ist|je m['’]appelle|mon nom est|me llamo"
        + @"|mi nombre es|mi chiamo)\s+|我叫|我的名字是|اسمي\s+)"
        + @"((?:[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]*)(?:\s+(?:(?:de|da|van|von|der|la|al|bin|del|di)\s+)*[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]*){0,4})")]
    private static partial Regex Called();

    [GeneratedRegex(
        @"\b(?i:i am|i['’]m|ich bin|je suis|soy)\s+"
        + @"(\p{Lu}[\p{L}\p{M}'’-]*(?:\s+(?:(?:de|da|van|von|der|la|al|bin|del|di)\s+)*\p{Lu}[\p{L}\p{M}'’-]*){1,4})"
        + @"(?=[.,;:!)–—]|\s[–—a-z]|$)")]
    private static partial Regex Being();

    [GeneratedRegex(@"^(?:d|l|o)['’]\p{Lu}")]
    private static partial Regex Elided();
}
