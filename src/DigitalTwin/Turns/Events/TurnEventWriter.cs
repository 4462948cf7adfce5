using System.Text;
using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Events;

/// <summary>Emits what happens in a turn as events, and gathers its reply.</summary>
/// <remarks>Replayed from the journal, a turn yields the same events with the same numbers.</remarks>
internal sealed class TurnEventWriter(TurnStart start, TurnStream stream)
{
    private readonly List<TurnEvent> events = [];
    private readonly StringBuilder text = new();
    private readonly List<Citation> citations = [];
    private readonly List<Exchange> exchanges = [];
    private TurnStatus? status;
    private ConversationSummary? summary;
    private string model = "";
    private IReadOnlyList<string>? suggestions;
    private IReadOnlyList<OfferingCard>? offerings;
    private CutOffReason? cutOff;
    private string? handOver;
    private DateTimeOffset? replyBy;
    private long inputTokens;
    private long outputTokens;
    private long cost;

    /// <summary>The run that what comes next is from.</summary>
    public int Run { get; set; }

    /// <summary>Whether the offline model stood in.</summary>
    public bool Degraded { get; private set; }

    /// <summary>How the turn ended, as it is measured; <see langword="null"/> while it has not.</summary>
    public string? Outcome { get; private set; }

    /// <summary>Called once, when the first words are there.</summary>
    public Action? FirstWords { get; set; }

    /// <summary>Emits that the turn began, unless that was emitted.</summary>
    public void Start()
    {
        if (events.Count == 0)
        {
            Emit(TurnEventKinds.Started, new TurnStarted(start.Id.SessionId, start.Id.ToString(), start.MessageId));
        }
    }

    public void SetStatus(TurnStatus next)
    {
        if (status != next)
        {
            status = next;
            Emit(TurnEventKinds.Status, new StatusChanged(next));
        }
    }

    /// <summary>Adds to the reply.</summary>
    public void Add(ReplyPiece piece)
    {
        if (piece.Citation is { } citation)
        {
            citations.Add(citation);
            Emit(TurnEventKinds.Citation, new CitationFound(
                piece.Number, citation.Id, citation.Title, citation.Quote, citation.Document, citation.Page, citation.Url));
        }
        else
        {
            FirstWords?.Invoke();
            FirstWords = null;
            Emit(TurnEventKinds.Delta, new Delta(piece.Text, text.Length));
            text.Append(piece.Text);
        }
    }

    /// <summary>Counts a model call whose words were added before.</summary>
    public void Count(ThinkOutcome thought)
    {
        inputTokens += thought.InputTokens;
        outputTokens += thought.OutputTokens;
        cost += thought.Cost;
        model = thought.Model;
        Degraded |= thought.Degraded;
        cutOff = thought.CutOff ?? cutOff;
        suggestions = thought.Suggestions ?? suggestions;
        summary = thought.Summary ?? summary;
    }

    /// <summary>Adds what a step of the workflow's own brought.</summary>
    public void Show(WorkOutcome outcome)
    {
        foreach (var piece in outcome.Pieces)
        {
            Add(piece);
        }

        Show(outcome.Offerings);
        model = outcome.Model ?? model;
        Degraded |= outcome.Degraded;
        suggestions = outcome.Suggestions ?? suggestions;
    }

    public void ToolStarted(string call, string tool) => Emit(TurnEventKinds.ToolStarted, new ToolStarted(call, tool));

    public void ToolCompleted(string call, string tool, ToolOutcome outcome)
    {
        Emit(TurnEventKinds.ToolCompleted, new ToolCompleted(call, tool, outcome.Failed));
        Show(outcome.Offerings);
        if (outcome.FollowUpTurn is { } turn)
        {
            HandedOver(turn, outcome.ReplyBy);
        }
    }

    private void Show(IReadOnlyList<OfferingCard>? found)
    {
        if (found is { Count: > 0 })
        {
            offerings = found;
            Emit(TurnEventKinds.Offerings, new OfferingsShown(found));
        }
    }

    /// <summary>Emits in which turn the person's own words will come.</summary>
    public void HandedOver(string turn, DateTimeOffset? by)
    {
        (handOver, replyBy) = (turn, by);
        Emit(TurnEventKinds.HandOver, new HandedOver(turn, by));
    }

    /// <summary>The turn that answers the message together with the next one, or <see langword="null"/>.</summary>
    public string? AnsweredIn { get; set; }

    /// <summary>Emits that the turn waits.</summary>
    public void WaitBegan(WaitStep wait, DateTimeOffset due)
    {
        if (wait.Clarification is { } clarification)
        {
            var view = new ClarificationView(clarification.Question, clarification.Options, due) { Fields = clarification.Fields };
            Emit(TurnEventKinds.Clarification, view);
        }

        var waitsFor = wait.Kind == WaitKind.Clarification ? WaitingFor.Visitor : WaitingFor.Owner;
        Emit(TurnEventKinds.Waiting, new TurnWaiting(waitsFor, due));
    }

    /// <summary>Emits what the visitor answered to the twin's own question, where the wait was for that and they did.</summary>
    public void Answered(WaitStep wait, WaitOutcome outcome, DateTimeOffset at)
    {
        if (wait.Clarification is { } asked && !outcome.TimedOut)
        {
            exchanges.Add(new Exchange(asked.Question, outcome.Text, text.Length, at));
            Emit(TurnEventKinds.Answer, new AnswerGiven(exchanges.Count, outcome.Text));
        }
    }

    /// <summary>Makes the last event without emitting it: it is stored before any reader sees it.</summary>
    /// <param name="problem">Why the turn failed, or <see langword="null"/>.</param>
    public TurnEvent End(Problem? problem)
    {
        Outcome = problem is null ? "completed" : problem == Problems.TurnCancelled ? "cancelled" : "failed";
        if (problem is not null)
        {
            return TurnEventKinds.Failed.Make(events.Count + 1, View(TurnStatus.Failed, new TurnError(problem.Code, problem.Title)), Run);
        }

        Emit(TurnEventKinds.Usage, new UsageReported(inputTokens, outputTokens, model, Degraded));
        return TurnEventKinds.Completed.Make(events.Count + 1, View(TurnStatus.Completed, null), Run);
    }

    public FinishedTurn ToFinishedTurn(TurnEvent last, DateTimeOffset now) => new()
    {
        Id = start.Id,
        MessageId = start.MessageId,
        Message = start.Message,
        IsFromOwner = IsFromOwner,
        StartedAt = start.StartedAt,
        FinishedAt = now,
        Reply = text.ToString(),
        Citations = citations,
        Exchanges = exchanges,
        InputTokens = inputTokens,
        OutputTokens = outputTokens,
        Cost = cost,
        Marks = [.. MarksOf()],
        Events = TurnEventJson.Encode([.. events, last]),
        Summary = summary,
    };

    /// <summary>A turn that failed by a defect: nothing of it is added to the conversation, and its message may be tried again.</summary>
    public FinishedTurn ToVoidTurn(TurnEvent last, DateTimeOffset now)
        => ToFinishedTurn(last, now) with { MayBeRepeated = true, Reply = "", Citations = [], Exchanges = [], Summary = null };

    // What no model wrote in such a turn, the person did.
    private bool IsFromOwner => start.Workflow == HandOverWorkflow.WorkflowName
        || (start.Workflow == PersonWorkflow.WorkflowName && model.Length == 0);

    private IEnumerable<string> MarksOf()
    {
        if (suggestions is not null)
        {
            yield return ConversationMark.Unanswered;
        }

        if (Degraded)
        {
            yield return ConversationMark.Degraded;
        }

        if (IsFromOwner && text.Length > 0)
        {
            yield return ConversationMark.Joined;
        }
    }

    private TurnView View(TurnStatus final, TurnError? error) => new()
    {
        SessionId = start.Id.SessionId,
        TurnId = start.Id.ToString(),
        MessageId = start.MessageId,
        Status = final,
        HandOver = handOver,
        ReplyBy = replyBy,
        Reply = text.ToString(),
        Citations = citations,
        Suggestions = suggestions,
        Offerings = offerings,
        Model = model,
        Degraded = Degraded,
        CutOff = cutOff,
        AiGenerated = !IsFromOwner,
        AnsweredIn = AnsweredIn,
        Usage = new TurnUsage(inputTokens, outputTokens),
        Error = error,
    };

    private void Emit<T>(TurnEventKind<T> kind, T data)
    {
        var next = kind.Make(events.Count + 1, data, Run);
        events.Add(next);
        stream.Write(next);
    }
}
