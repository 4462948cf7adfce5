using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>What stands between a mark and its end, piece by piece.</summary>
/// <param name="mark">The mark that began it.</param>
/// <param name="begin">The mark as it was written.</param>
internal sealed partial class HiddenTalk(TalkMark mark, string begin)
{
    private const int LongestEnd = 64;
    private const int Most = 64 * 1024;

    private readonly StringBuilder inside = new(begin);
    private int depth = 1;

    public TalkKind Kind => mark.Kind;

    /// <summary>Whether its end came.</summary>
    public bool IsOver => depth <= 0;

    /// <summary>The text, with the mark that began it.</summary>
    public string Text => inside.ToString();

    /// <summary>Takes what belongs to it.</summary>
    /// <returns>The characters that it took; what may be the beginning of the end mark waits for the rest of it.</returns>
    public int Take(string held, bool isAll)
    {
        var end = mark.End?.Match(held);
        var isEnd = end is { Success: true };
        var count = isEnd ? end!.Index : isAll ? held.Length : BeginOfLastMark(held);

        // Thoughts in thoughts: the first end is not the last.
        depth += (Kind == TalkKind.Thought ? CountThoughts(held[..count]) : 0) - (isEnd ? 1 : 0);
        if (inside.Length < Most)
        {
            inside.Append(held, 0, count);
        }

        return isEnd ? end!.Index + end.Length : count;
    }

    /// <summary>What is hidden after it: a message whose head says that it is not for readers.</summary>
    /// <remarks>https://github.com/openai/harmony: analysis is thought, commentary with a recipient calls a tool.</remarks>
    public HiddenTalk? WhatFollows()
    {
        var head = Kind == TalkKind.Head ? Text : "";
        if (head.Contains("final", StringComparison.OrdinalIgnoreCase) || !InnerChannel().IsMatch(head))
        {
            return null;
        }

        var kind = head.Contains("to=", StringComparison.Ordinal) ? TalkKind.Calls : TalkKind.Thought;
        return new HiddenTalk(new TalkMark(0, 0, kind, TalkMarks.MessageEnd), head);
    }

    private static int BeginOfLastMark(string held)
    {
        var from = Math.Max(0, held.Length - LongestEnd);
        var at = held.AsSpan(from).IndexOfAny("<[◁&`");
        return at >= 0 ? from + at : held.Length;
    }

    private static int CountThoughts(string text)
    {
        var count = 0;
        for (var found = TalkMarks.Find(text, 0); found is { } next; found = TalkMarks.Find(text, next.At + 1))
        {
            count += next.Kind == TalkKind.Thought ? 1 : 0;
        }

        return count;
    }

    [GeneratedRegex(@"\b(?:analysis|commentary|thought|reflection)\b|to=", RegexOptions.IgnoreCase)]
    private static partial Regex InnerChannel();
}
