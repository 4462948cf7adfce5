using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>How an owner says that something is not for visitors. What may be meant so is.</summary>
internal static partial class PrivateMark
{
    /// <summary>Whether a text has the mark <c>{private}</c>, alone or with other attributes.</summary>
    public static bool IsIn(string? text) => text is not null && Mark().IsMatch(text);

    /// <summary>Whether a value has the mark, or begins with <c>private:</c>.</summary>
    public static bool IsOf(string? value) => value is not null && StartIn(value) == 0;

    /// <summary>
    /// Where in a paragraph something private begins, or -1: a line that begins with <c>private:</c>, or all with a mark in it.
    /// </summary>
    public static int StartIn(string paragraph)
        => IsIn(paragraph) ? 0 : Label().Match(paragraph) is { Success: true } label ? label.Index : -1;

    /// <summary>Whether a paragraph is a mark and nothing else: it is about the section that it stands in.</summary>
    public static bool IsAlone(string paragraph) => Alone().IsMatch(paragraph);

    /// <summary>Whether a private paragraph introduces what follows it.</summary>
    public static bool Leads(string paragraph) => Mark().Replace(paragraph, "").TrimEnd().TrimEnd('*', '_') is [.., ':' or '：'];

    /// <summary>A text without its mark.</summary>
    public static string Without(string text) => Mark().Replace(text, "").Trim();

    /// <summary>
    /// Words that make one wonder whether a text is for visitors.
    /// </summary>
    [GeneratedRegex(
        @"\b(private|confidential|not for publication|off the record"
        + @"|do not (publish|share)|don't (publish|share)|not public|internal only|password"
        + @"|passcode|privat|vertraulich|nicht öffentlich|passwort|privé|confidentiel|mot de passe|privado|confidencial|contraseña"
        + @"|riservato|privato)\b",
        RegexOptions.IgnoreCase)]
    public static partial Regex Words();

    [GeneratedRegex(@"\{[^{}\n]*(?<![\w-])priva(?:te|t|do|to)(?![\w-])[^{}\n]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();

    // Bullets, check boxes, emphasis and signs may stand before it, an element of HTML or a line break of Word's too.
    [GeneratedRegex(
        @"(?:^|\v)[^\p{L}\p{N}\n\v]*(?:(?:\d{1,3}|[a-z])[.)][^\p{L}\p{N}\n\v]*)?(?:\[x\][^\p{L}\p{N}\n\v]*)?"
        + @"(?:private|privat|privé|privado|privato)(?:\s+(?:note|notes|part|info))?[^\p{L}\p{N}\n\v]{0,4}?\s*[:：]",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A\s*(?:\{[^{}\n]*(?<![\w-])private(?![\w-])[^{}\n]*\}|private\s*[:：]\s*(?:true|yes))\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Alone();
}
