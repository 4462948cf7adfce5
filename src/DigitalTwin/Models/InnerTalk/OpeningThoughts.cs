using System.Text.RegularExpressions;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>What the beginning of a reply looks like.</summary>
internal enum Opening
{
    /// <summary>A reply.</summary>
    Reply,

    /// <summary>It cannot be told yet.</summary>
    Unclear,

    /// <summary>Something thought before the reply, without a mark at its beginning.</summary>
    Thought,
}

/// <summary>
/// Tells thoughts that begin without a mark: many servers put the beginning mark into the prompt, so that the text has only the end one.
/// </summary>
internal static partial class OpeningThoughts
{
    private const int Enough = 240;

    // Ways to begin and to end thoughts in words.
    private static readonly (string Begin, string End)[] Worded =
    [
        ("analysis", "assistantfinal"),
        ("here is my thought process:", "here is my response:"),
        ("thinking...", "...done thinking."),
        ("thought:", "final answer:"),
    ];

    private static readonly string[] Openings =
    [
        "okay", "ok,", "ok.", "alright", "all right", "hmm", "so,", "so the", "wait", "first,", "let me", "let's", "got it", "well,",
        "right,", "we need", "we have", "we are", "we should", "i need", "i should", "i have to", "i must", "they ", "need to",
        "looking at", "thinking", "the user", "the visitor", "the question", "user ", "visitor ", "this user", "this visitor", "now,",
        "great,", "好的", "用户", "嗯",
    ];

    /// <param name="text">The text so far.</param>
    public static Opening Of(string text)
    {
        text = text.TrimStart();
        if (Worded.Any(words => Begins(text, words.Begin) && IsWorded(text, words.Begin)))
        {
            return Opening.Thought;
        }

        if (Openings.Any(opening => Begins(opening, text)) || Worded.Any(words => Begins(words.Begin, text)))
        {
            return Opening.Unclear;
        }

        if (!Openings.Any(opening => Begins(text, opening)))
        {
            return Opening.Reply;
        }

        return SpeaksOfVisitor().IsMatch(text) ? Opening.Thought : text.Length < Enough ? Opening.Unclear : Opening.Reply;
    }

    /// <summary>Where the reply begins after thoughts that were ended in words, or -1.</summary>
    public static int EndOfWorded(string text)
    {
        foreach (var (begin, end) in Worded.Where(words => Begins(text.TrimStart(), words.Begin)))
        {
            var at = text.LastIndexOf(end, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                return at + end.Length;
            }
        }

        return -1;
    }

    private static bool Begins(string text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    // "analysisThe user asks" is a mark that lost its brackets; "Analysis of data is what I do" is a reply.
    private static bool IsWorded(string text, string begin)
        => !char.IsLetter(begin[^1]) || (text.Length > begin.Length && char.IsUpper(text[begin.Length]) && char.IsLower(text[0]));

    [GeneratedRegex(
        @"\b(?:the|this) (?:user|visitor)(?:'s (?:question|message|request|asking)|"
            + @" (?:is|was|just|wants?|asks?|asked|said|says|wrote|seems|might|may|greets?|has))"
            + @"|\b(?:user|visitor) (?:is asking|asks|asked|wants)|\bthey(?:'re| are) asking"
            + @"|\bmy (?:system )?(?:instructions|prompt)\b|\baccording to (?:the|my) (?:instructions|system prompt|rules)"
            + @"|\b(?:we|i) (?:need|have|should|must|ought)(?: to)? "
            + @"(?:answer|respond|reply|cite|check the facts|look at the facts|say that i)|用户",
        RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfVisitor();
}
