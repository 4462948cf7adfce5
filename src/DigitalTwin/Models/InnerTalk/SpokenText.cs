using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>
/// What of a model's text is meant for a reader: without its thoughts, without tool calls that it wrote as text, and without the marks of
/// its chat template, wherever the pieces were cut. Text goes on at once unless it may be the beginning of one of these.
/// </summary>
/// <param name="offered">The names of the tools that were offered.</param>
/// <param name="thinksFirst">Whether this model is known to end thoughts with a mark that it does not begin with one.</param>
internal sealed class SpokenText(IReadOnlyCollection<string> offered, bool thinksFirst)
{
    private const int LongestMark = 200;

    private static readonly SearchValues<char> Suspicious = SearchValues.Create("<[◁&{`");

    private readonly WrittenCalls calls = new(offered);
    private readonly StringBuilder shown = new();
    private CodeSpans code;
    private HiddenTalk? region;
    private string held = "";
    private int searched;
    private bool isDecided;
    private bool hasText;
    private bool hasThought;
    private bool isOver;

    /// <summary>The calls that were written as text.</summary>
    public IReadOnlyList<FunctionCallContent> Calls => calls.Found;

    /// <summary>Whether a thought ended that no mark had begun.</summary>
    public bool ThoughtFirst { get; private set; }

    /// <summary>Takes the next piece and returns what can be shown by now.</summary>
    public string Add(string piece)
    {
        if (hasText && held.Length == 0 && region is null && !isOver && !piece.AsSpan().ContainsAny(Suspicious))
        {
            code.Add(piece);
            return piece;
        }

        held += piece;
        return Take(isAll: false);
    }

    /// <summary>Returns what is left to show.</summary>
    /// <param name="wasCut">Whether the model had more to say: what was begun may be a thought to its end.</param>
    public string End(bool wasCut)
    {
        if (!isDecided && thinksFirst && region is null)
        {
            (isDecided, held) = (true, wasCut ? "" : held);
        }

        var rest = Take(isAll: true);
        CloseRegion();
        return rest;
    }

    private string Take(bool isAll)
    {
        shown.Clear();
        while (held.Length > 0 && (isOver ? Drop() : region is null ? Speak(isAll) : Hide(isAll)))
        {
            // As long as it gets on.
        }

        return shown.ToString();
    }

    private bool Drop() => (held = "").Length > 0;

    private bool Speak(bool isAll)
    {
        held = hasText ? held : held.TrimStart();
        searched = Math.Min(searched, held.Length);
        if (!hasThought && !hasText && EndOfHeadlessThought() is { } end)
        {
            (ThoughtFirst, hasThought, isDecided) = (true, true, true);
            held = held[end..];
            return true;
        }

        if (!isDecided && !Decide(isAll))
        {
            return false;
        }

        var mark = NextMark();
        if (JsonCallBefore(mark?.At ?? held.Length, isAll) is { } json)
        {
            return json;
        }

        if (mark is { } found && (isAll || TalkMarks.BeginOfUnfinished(held) > found.At))
        {
            Show(found.At);
            Enter(found);
            return true;
        }

        Show(isAll || (mark is null && code.IsInCode) ? held.Length : TalkMarks.BeginOfUnfinished(held));
        return false;
    }

    // The text may be a thought to its end mark, though nothing said so at its beginning.
    private int? EndOfHeadlessThought()
    {
        var from = Math.Max(0, searched - LongestMark);
        if (TalkMarks.MayBeIn(held.AsSpan(from)))
        {
            for (var mark = TalkMarks.Find(held, from); mark is { } found; mark = TalkMarks.Find(held, found.At + 1))
            {
                if (found.Kind is TalkKind.Thought or TalkKind.Head)
                {
                    break;
                }

                if (found.Kind == TalkKind.ThoughtEnd && !IsInCodeAt(found.At))
                {
                    return found.At + found.Length;
                }
            }
        }

        searched = held.Length;
        return OpeningThoughts.EndOfWorded(held) is >= 0 and var end ? end : null;
    }

    private bool Decide(bool isAll)
    {
        var mark = NextMark();
        var opening = thinksFirst && mark is not { At: 0 } ? Opening.Thought : OpeningThoughts.Of(held[..(mark?.At ?? held.Length)]);
        if (opening == Opening.Thought && isAll)
        {
            return Drop();
        }

        isDecided = isAll || opening == Opening.Reply || (opening == Opening.Unclear && mark is not null);
        return isDecided;
    }

    private TalkMark? NextMark()
    {
        for (var mark = TalkMarks.Find(held, 0); mark is { } found; mark = TalkMarks.Find(held, found.At + 1))
        {
            if (!IsInCodeAt(found.At))
            {
                return found;
            }
        }

        return null;
    }

    private bool IsInCodeAt(int at)
    {
        var ahead = code;
        ahead.Add(held.AsSpan(0, at));
        return ahead.IsInCode;
    }

    /// <summary>Looks for a call as JSON, in a fence or not, at the beginning of a line.</summary>
    /// <returns>Whether to go on, or <see langword="null"/> where there is none before <paramref name="limit"/>.</returns>
    private bool? JsonCallBefore(int limit, bool isAll)
    {
        foreach (Match line in JsonCalls.Line().Matches(held))
        {
            var at = line.Groups["line"].Index;
            if (at >= limit || (at == 0 && !code.IsAtLineStart) || IsInCodeAt(at))
            {
                continue;
            }

            var json = at + line.Groups["line"].Length;
            var reply = JsonCalls.Look(held[json..], isAll, out var length);
            var isFenced = line.Groups["fence"].Success;
            var rest = (isFenced ? JsonCalls.AfterFenced() : JsonCalls.After()).Match(held, Math.Min(held.Length, json + length));
            var isClosed = isAll || !isFenced || rest.Groups["fence"].Success;
            if (reply == JsonReply.Call && isClosed)
            {
                calls.Read(held[json..(json + length)]);
                Show(at);
                held = held[(rest.Index + rest.Length - at)..];
                return true;
            }

            if (reply != JsonReply.Text && (json > at || json < held.Length))
            {
                Show(at);
                return false;
            }
        }

        return null;
    }

    private void Show(int count)
    {
        var text = held[..count];
        held = held[count..];
        (searched, text) = (0, hasText ? text : text.TrimStart());
        if (text.Length > 0)
        {
            hasText = isDecided = true;
            code.Add(text);
            shown.Append(text);
        }
    }

    // What stood before the mark was shown: it is what the text begins with now.
    private void Enter(TalkMark mark)
    {
        var text = held[..mark.Length];
        held = held[mark.Length..];
        ThoughtFirst |= mark.Kind == TalkKind.ThoughtEnd && !hasThought;
        hasThought |= mark.Kind is TalkKind.Thought or TalkKind.Head;
        isOver = mark.Kind == TalkKind.AfterTurn;
        region = mark.Kind is TalkKind.Thought or TalkKind.Calls or TalkKind.Head ? new HiddenTalk(mark, text) : null;
    }

    private bool Hide(bool isAll)
    {
        held = held[region!.Take(held, isAll)..];
        if (!region.IsOver)
        {
            return false;
        }

        CloseRegion();
        return true;
    }

    private void CloseRegion()
    {
        var closed = region;
        region = closed?.WhatFollows();
        if (closed?.Kind == TalkKind.Calls)
        {
            calls.Read(closed.Text);
        }
    }
}
