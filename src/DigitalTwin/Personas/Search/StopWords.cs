using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search;

/// <summary>
/// Words that are part of a question but not of its subject, by language. For languages without a list BM25 itself gives
/// frequent words little weight.
/// </summary>
internal static class StopWords
{
    private static readonly Dictionary<string, string> Lists = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = """
        a able about above after again all already also am an and any anybody anyone anything are around as at be because been
        before being below between both but by can cannot come could couldn d did didn do does doesn doing don done down during
        each either else even ever every everything explain describe few for from further get give go going got had has hasn
        have haven having he hello her here hers herself hey hi him himself his how i if in into is isn it its itself just kind
        know let like ll m many may maybe me might mine more most much must my myself no nor not now of off ok okay old on once
        one only or other our ours out over own please possible really re regarding s same say says said see shall share she
        should shouldn so some somebody someone something still such t talk tell than thank thanks that the their theirs them
        themselves then there these they thing things think this those through to too under until up us use used ve very want
        was wasn way we well were weren what whatever when where whether which while who whom whose why will with within without
        won would wouldn yes yet you your yours yourself
        """,
        ["de"] = """
        aber als am an auch auf aus bei bin bist bitte da das dass dein deine dem den der des dich die dir du ein eine einem
        einen einer er es für hat hast ich ihr im in ist ja kann kannst man mehr mein mit nach nicht noch oder über uns um und
        von vor war warst warum was welche welcher welches wem wen wenn wer werden wie wieso wir wird wo woher wohin zu zum zur
        erzähl erzähle sag
        """,
        ["fr"] = """
        au aux avec ce ces cette comment dans de des du elle en est et il je la le les leur lui ma mais mes moi mon ne nous ou
        où par pas pour pourquoi quand que quel quelle quelles quels qui quoi sa ses son sont sur ta te tes toi ton tu un une
        vos votre vous es as ai avez êtes parle
        """,
        ["es"] = """
        al como cómo con cual cuál cuáles cuando cuándo de del donde dónde el ella en eres es esta está este hay la las lo los
        me mi mis muy no nos o para pero por porque qué quien quién quiénes se si sí sobre son su sus te tiene tienes tu tú un
        una usted y yo
        """,
    };

    /// <summary>The words of a language, and the English ones, which visitors use everywhere.</summary>
    /// <param name="language">The language as a BCP 47 tag.</param>
    public static FrozenSet<string> For(string language)
        => Split("en").Concat(Split(language.Split('-')[0])).ToFrozenSet(StringComparer.Ordinal);

    private static string[] Split(string language)
        => Lists.GetValueOrDefault(language, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
