using System.Text.RegularExpressions;

namespace DigitalTwin.Corrections;

/// <summary>A correction, with what is right and what was wrong apart: "I left in 2019, not 2018."</summary>
/// <param name="Right">What is right, as a statement of its own.</param>
/// <param name="Wrong">What was wrong, where the correction names it; else empty.</param>
internal sealed partial record CorrectionText(string Right, string Wrong)
{
    /// <summary>Reads a correction.</summary>
    public static CorrectionText Of(string correction)
    {
        var text = correction.Trim();
        var contrast = Mistake().Match(text) is { Success: true } mistake ? mistake : Contrast().Match(text);
        if (!contrast.Success)
        {
            return new CorrectionText(text, "");
        }

        var rest = text[(contrast.Index + contrast.Length)..];
        var isEnd = rest.Length > 0 && char.IsPunctuation(rest[0]) && rest[0] is not ('–' or '—');
        var right = text[..contrast.Index] + (isEnd ? "" : " ") + rest;
        var wrong = contrast.Groups["wrong"].Value.Trim();
        return right.Any(char.IsLetterOrDigit) ? new CorrectionText(Ended(right.Trim()), wrong) : new CorrectionText(text, "");
    }

    private static string Ended(string text) => text[^1] is '.' or '!' or '?' ? text : text.TrimEnd(',', ';', ' ') + ".";

    // "I studied in Exeter; Sheffield is a mistake."
    [GeneratedRegex(
        @"[;,.–—]\s*(?<wrong>(?:[^;,:.!?–—]|[.,](?=\d))+?)\s+(?:is|was|ist|war|est|es|è|é)\s+"
            + "(?:a mistake|an error|wrong|falsch|ein Fehler|faux|une erreur|un error|un errore|um erro)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Mistake();

    // Behind a comma or a dash, up to the end of the clause: elsewhere "not" denies what stands there.
    [GeneratedRegex(
        @"\s*(?:[,;–—]|\s-)\s*(?:and\s+)?(?:not|rather than|instead of|nicht|statt|et non|pas|no|não|non|niet)\s+"
            + @"(?:(?:in|at|on|the|a|an|by)\s+)?(?<wrong>(?:[^,;:.!?–—]|[.,](?=\d))+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Contrast();
}
