using System.Text;
using DigitalTwin.Guards;
using DigitalTwin.Models;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Turns.Steps;

/// <summary>Takes in what a model streams: text with citations checked, tool calls, usage.</summary>
internal sealed class ModelReply(CitationWriter writer, ReplyGuard guard, string modelName, Action<ReplyPiece> tell)
{
    private const string TooLong = "\n\n*This answer was cut off here: it grew too long.*";
    private const string Filtered = "\n\n*This answer was cut off here: a content filter stopped it.*";

    private readonly StringBuilder text = new();
    private readonly List<ReplyPiece> pieces = [];
    private readonly List<FunctionCallContent> calls = [];
    private readonly List<string> thoughts = [];
    private string model = modelName;
    private bool degraded;
    private ChatFinishReason? finish;
    private CutOffReason? cutOff;
    private long outputTokens;

    /// <summary>Whether the model says itself that it does not answer.</summary>
    public bool IsRefusal { get; private set; }

    /// <summary>Tokens of the prompt as the model counted them, or none.</summary>
    public long PromptTokens { get; private set; }

    public int Length => text.Length;

    public IReadOnlyList<FunctionCallContent> Calls => calls;

    public void Add(ChatResponseUpdate update)
    {
        var fallsBack = FallbackChatClient.IsDegraded(update);
        if (fallsBack && !degraded)
        {
            // What the model called before it failed is void: the fallback answers by itself.
            calls.Clear();
        }

        degraded |= fallsBack;
        IsRefusal |= Refusal.IsMarked(update);
        model = update.ModelId ?? model;
        finish = update.FinishReason ?? finish;
        foreach (var content in update.Contents)
        {
            Add(content);
        }

        var words = update.Text;
        text.Append(words);
        Tell(writer.Write(words));
    }

    /// <summary>Whether nothing more of it will be shown.</summary>
    public bool IsStopped => guard.IsStopped;

    /// <summary>Ends the reply as the model did; what it cut off does not pass for a whole answer.</summary>
    public void End()
    {
        if (calls.Count == 0 && text.Length > 0 && finish == ChatFinishReason.ContentFilter)
        {
            Cut(CutOffReason.ContentFilter, Filtered);
        }
        else if (calls.Count == 0 && text.Length > 0 && finish == ChatFinishReason.Length)
        {
            Cut(CutOffReason.Length, TooLong);
        }
        else
        {
            Finish();
        }
    }

    /// <summary>Ends a reply that grew too long.</summary>
    public void Cut() => Cut(CutOffReason.Length, TooLong);

    public ThinkOutcome ToOutcome(IReadOnlyList<ToolCall> read, SummaryResult? summary) => new()
    {
        Pieces = pieces,
        Text = text.ToString(),
        Calls = read,
        Thoughts = read.Count > 0 && thoughts.Count > 0 ? thoughts : null,
        Model = model,
        Degraded = degraded,
        CutOff = cutOff,
        InputTokens = PromptTokens + (summary?.Usage?.InputTokenCount ?? 0),
        OutputTokens = outputTokens + (summary?.Usage?.OutputTokenCount ?? 0),
        Summary = summary?.Summary,
    };

    private void Cut(CutOffReason reason, string note)
    {
        Finish();
        cutOff = reason;
        text.Append(note);
        Show(new ReplyPiece(note, null, 0));
    }

    private void Finish()
    {
        Tell(writer.Finish());
        Show(new ReplyPiece(guard.Finish(), null, 0));
    }

    private void Add(AIContent content)
    {
        if (content is FunctionCallContent call)
        {
            calls.Add(call);
        }
        else if (content is TextReasoningContent { ProtectedData: { } thought })
        {
            thoughts.Add(thought);
        }
        else if (content is UsageContent usage)
        {
            // Some endpoints report with each chunk what they have counted so far.
            PromptTokens = Math.Max(PromptTokens, usage.Details.InputTokenCount ?? 0);
            outputTokens = Math.Max(outputTokens, usage.Details.OutputTokenCount ?? 0);
        }
    }

    private void Tell(IEnumerable<ReplyPiece> next)
    {
        foreach (var piece in next)
        {
            // Behind the markers: what they are replaced by is checked, too.
            Show(piece.Citation is null ? piece with { Text = guard.Write(piece.Text) } : piece);
        }
    }

    private void Show(ReplyPiece piece)
    {
        if (piece.Citation is not null || piece.Text.Length > 0)
        {
            pieces.Add(piece);
            tell(piece);
        }
    }
}
