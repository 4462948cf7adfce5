using System.Buffers;
using System.Text.RegularExpressions;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>What a mark in a model's text begins.</summary>
internal enum TalkKind
{
    /// <summary>Nothing: the mark alone is not meant for a reader.</summary>
    Nothing,

    /// <summary>A thought, up to its end mark.</summary>
    Thought,

    /// <summary>Nothing but the end of a thought. Where none was begun, all that stands before it was thought.</summary>
    ThoughtEnd,

    /// <summary>Tool calls, up to their end mark.</summary>
    Calls,

    /// <summary>The head of a message, whose channel says what the message is.</summary>
    Head,

    /// <summary>What comes after the model's turn: it did not know when to stop.</summary>
    AfterTurn,
}

/// <summary>A mark that was found.</summary>
/// <param name="At">Where in the text it begins.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Kind">What it begins.</param>
/// <param name="End">What ends that, or <see langword="null"/> where nothing does before the text's end.</param>
internal readonly record struct TalkMark(int At, int Length, TalkKind Kind, Regex? End);

/// <summary>
/// The marks by which model families set apart what they think and which tools they call, where a server leaves them in the text.
/// </summary>
/// <remarks>
/// From the chat templates of DeepSeek, Qwen, Kimi, GLM, MiniMax, Mistral, Seed, Command, Granite, Gemma, Llama, Hermes, Phi, Apertus and
/// MedGemma on Hugging Face, and gpt-oss's https://github.com/openai/harmony.
/// </remarks>
internal static partial class TalkMarks
{
    // Some servers escape what looks like markup.
    private const string Lt = "(?:<|&lt;)";
    private const string Gt = "(?:>|&gt;)";

    private const string Thoughts =
        @"(?:[a-z]{1,12}[:_])?(?:think(?:ing)?|thoughts?|reasoning|reflection|scratchpad|analysis|inner_?monologue)";

    private const string Calls = @"(?:[a-z]{1,12}:)?(?:tool_?calls?|function_?calls?|tool_?use|invoke)";

    private const string EndOfThought = $@"{Lt}\s?/\s?{Thoughts}\s?{Gt}|\[/THINK\]|◁/think▷|<\|/think\|>";
    private const string EndOfMessage = @"<\|(?:end|call|return)\|>|(?=<\|(?:start|channel)\|>)";

    private static readonly (string Begin, TalkKind Kind, string? End)[] Rows =
    [
        ($@"{Lt}\s?{Thoughts}\s?/{Gt}", TalkKind.Nothing, null),
        (EndOfThought, TalkKind.ThoughtEnd, null),
        ($@"{Lt}\s?{Thoughts}(?:\s[^<>\n]{{0,80}})?{Gt}|\[THINK\]|◁think▷|<\|think\|>", TalkKind.Thought, EndOfThought),
        (@"<\|START_THINKING\|>", TalkKind.Thought, @"<\|END_THINKING\|>"),
        (@"<\|begin_of_thought\|>", TalkKind.Thought, @"<\|end_of_thought\|>"),
        ("<unused94>", TalkKind.Thought, "<unused95>"),
        (@"<\|inner_prefix\|>", TalkKind.Thought, @"<\|inner_suffix\|>"),
        (@"<\|channel>", TalkKind.Thought, @"<channel\|>"),
        (@"<\|(?:channel|start)\|>", TalkKind.Head, @"<\|message\|>"),
        ($@"{Lt}{Calls}(?:\s[^<>\n]{{0,120}})?{Gt}", TalkKind.Calls, $"{Lt}/{Calls}{Gt}(?!\\s*{Lt}/{Calls})"),
        (@"<function=[\w.-]{1,64}>", TalkKind.Calls, "</function>"),
        (@"<\|START_ACTION\|>", TalkKind.Calls, @"<\|END_ACTION\|>"),
        (@"<｜tool▁calls?▁begin｜>", TalkKind.Calls, "<｜tool▁calls▁end｜>"),
        (@"<\|tool_calls?(?:_section)?_begin\|>", TalkKind.Calls, @"<\|tool_calls_section_end\|>"),
        (@"<\|tool_call>", TalkKind.Calls, @"<tool_call\|>"),
        (@"\[TOOL_CALLS\]|<\|python_tag\|>|<\|tool_call\|>", TalkKind.Calls, null),
        (@"```[ \t]*tool_(?:code|calls?)\b", TalkKind.Calls, "```"),
        (@"<\|im_start\|>\s?(?:user|system|tool)\b|<start_of_turn>\s?user\b", TalkKind.AfterTurn, null),
        (@"<\|start_header_id\|>\s?(?:user|system)\b", TalkKind.AfterTurn, null),
        (@"<\|(?:im_end|eot_id|eom_id|endoftext|return)\|>|<end_of_turn>|<turn\|>|<｜end▁of▁sentence｜>|</s>", TalkKind.AfterTurn, null),
        (@"<\|im_start\|>(?:\s?assistant)?|<start_of_turn>(?:\s?model)?", TalkKind.Nothing, null),
        (@"<\|start_header_id\|>(?:\s?assistant)?|<\|end_header_id\|>", TalkKind.Nothing, null),
        (@"<\|(?:end|call|message|constrain|START_RESPONSE|END_RESPONSE|START_TEXT|END_TEXT)\|>", TalkKind.Nothing, null),
        (@"<\|(?:begin_of_solution|end_of_solution|END_THINKING|end_of_thought|inner_suffix|END_ACTION)\|>", TalkKind.Nothing, null),
        ("<unused95>", TalkKind.Nothing, null),
        ($@"{Lt}/{Calls}{Gt}|</function>|</?(?:final_)?(?:answer|response)>|<channel\|>", TalkKind.Nothing, null),
    ];

    private static readonly Regex Any = new(
        $@"\G(?:{string.Join('|', Rows.Select((row, index) => $"(?<r{index}>{row.Begin})"))})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex?[] Ends = [.. Rows.Select(row => row.End is null ? null : Ending(row.End))];

    private static readonly SearchValues<char> Firsts = SearchValues.Create("<[◁&`");

    /// <summary>What ends a message whose head was read.</summary>
    public static Regex MessageEnd { get; } = Ending(EndOfMessage);

    /// <summary>Whether a text has any character that a mark begins with.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => text.ContainsAny(Firsts);

    /// <summary>The first mark of a text, from a place on.</summary>
    public static TalkMark? Find(string text, int from)
    {
        // Only where a mark may begin: most text has no such character, and to try each place with each mark is slow.
        for (var at = NextFirst(text, from); at is { } place; at = NextFirst(text, place + 1))
        {
            if (Any.Match(text, place) is { Success: true } found)
            {
                var row = Enumerable.Range(0, Rows.Length).First(each => found.Groups[$"r{each}"].Success);
                return new TalkMark(place, found.Length, Rows[row].Kind, Ends[row]);
            }
        }

        return null;
    }

    /// <summary>Where a mark may have begun whose end is still to come, or the text's length.</summary>
    public static int BeginOfUnfinished(string text)
    {
        var found = Unfinished().Match(text);
        return found.Success ? found.Index : text.Length;
    }

    private static int? NextFirst(string text, int from)
        => text.AsSpan(from).IndexOfAny(Firsts) is >= 0 and var index ? from + index : null;

    private static Regex Ending(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // After a mark that has two forms, the word that tells them apart is waited for.
    [GeneratedRegex(
        @"&(?:l|lt)?$|(?:<|&lt;)(?:[a-z/|｜][^<>\n]{0,130}$|\s?/?\s?[a-z]{0,30}\s?$)"
            + @"|<(?:\|(?:im_start|start_header_id)\||start_of_turn)>\s?\w{0,9}$"
            + @"|\[/?[A-Z_]{0,10}$|◁/?\w{0,6}$|`{1,3}[ \t]*\w{0,12}[ \t]*\r?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unfinished();
}
