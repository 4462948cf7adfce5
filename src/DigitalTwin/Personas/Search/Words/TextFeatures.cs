using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>What kinds of things a text names: the kind of an answer is often asked for by a word that the answer lacks.</summary>
internal static partial class TextFeatures
{
    /// <summary>The writer speaks of themself.</summary>
    public const string Self = "#self";

    private static readonly (string Feature, Regex Pattern)[] Patterns =
    [
        ("#money", Money()), ("#date", Date()), ("#mail", Mail()), ("#phone", Phone()), ("#url", Address()), ("#duration", Duration()),
        ("#number", Number()), (Self, FirstPerson()),
    ];

    /// <summary>The features of a text, as terms.</summary>
    public static IEnumerable<string> Of(string text)
        => Patterns.Where(each => each.Pattern.IsMatch(text)).Select(each => each.Feature);

    [GeneratedRegex(@"[€$£¥]|\b(euros?|dollars?|pounds?|francs?|franken|chf|eur|usd|gbp|pence|kronor|yen)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Money();

    [GeneratedRegex(
        @"\b(1[89]|20)\d\d\b|年|\b(january|february|march|april|june|july|august|september|october|november|december|januar|februar|"
        + @"märz|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
        + @"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|"
        + @"luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|"
        + @"februari|maart|mei|augustus|oktober)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Date();

    [GeneratedRegex(@"\S@\S+\.\S")]
    private static partial Regex Mail();

    [GeneratedRegex(@"\+?\(?\d{2,}[\d ()/-]{5,}\d")]
    private static partial Regex Phone();

    [GeneratedRegex(@"https?://|\bwww\.|\b[\w-]+\.(com|org|net|io|dev|de|fr|es|it|pt|nl|example)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\b(minutes?|hours?|days?|weeks?|months?|years?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|heures?|jours?|semaines?|"
        + @"mois|an(née)?s?|minutos?|horas?|días?|dias?|semanas?|mes(es)?|años?|anos?|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|"
        + @"ann[oi]|uur|uren|dagen|we(e)?k(en)?|maanden?|jaar|jaren)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Duration();

    [GeneratedRegex(
        @"\b(I|my|me|we|our|ich|mein\w*|mir|mich|wir|unser\w*|je|j|mon|ma|mes|nous|notre|nos|yo|mi|mis|me|nuestr\w+|io|mio|mia|miei|mie|"
        + @"eu|meu|minha|meus|minhas|ik|mijn|wij|ons)\b|我|私",
        RegexOptions.IgnoreCase)]
    private static partial Regex FirstPerson();

    // A year counts nothing.
    [GeneratedRegex(@"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")]
    private static partial Regex Number();
}
