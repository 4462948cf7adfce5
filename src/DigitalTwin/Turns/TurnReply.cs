using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.Turns;

/// <summary>A turn's reply while it is being written, told as events.</summary>
/// <remarks>Told again from the journal, a turn yields the same events with the same numbers.</remarks>
internal sealed class TurnReply(TurnStart start, TurnStream stream)
{
    private readonly List<TurnEvent> events = [];
    private readonly StringBuilder text = new();
    private readonly List<Citation> citations = [];
    private readonly List<Exchange> exchanges = [];
    private TurnStatus? status;
    private ConversationSummary? summary;
    private string model = "";
    private string? handOver;
    private long inputTokens;
    private long outputTokens;

    /// <summary>The run that what comes next is from.</summary>
    public int Run { get; set; }

    /// <summary>Whether the offline model stood in.</summary>
    public bool Degraded { get; private set; }

    /// <summary>How the turn ended, as it is measured; <see langword="null"/> while it has not.</summary>
    public string? Outcome { get; private set; }

    /// <summary>Told once, when the first words are there.</summary>
    public Action? FirstWords { get; set; }

    /// <summary>Tells that the turn began, unless that was told.</summary>
    public void Start()
    {
        if (events.Count == 0)
        {
            Tell(TurnEventTypes.Started, new TurnStarted(start.Id.SessionId, start.Id.ToString(), start.MessageId), ProductJson.Api.TurnStarted);
        }
    }

    public void SetStatus(TurnStatus next)
    {
        if (status != next)
        {
            status = next;
            Tell(TurnEventTypes.Status, new StatusChanged(next), ProductJson.Api.StatusChanged);
        }
    }

    public void Add(ReplyPiece piece)
    {
        if (piece.Citation is { } citation)
        {
            citations.Add(citation);
            Tell(TurnEventTypes.Citation, new CitationFound(piece.Number, citation.Id, citation.Title, citation.Quote), ProductJson.Api.CitationFound);
        }
        else
        {
            FirstWords?.Invoke();
            FirstWords = null;
            Tell(TurnEventTypes.Delta, new Delta(piece.Text, text.Length), ProductJson.Api.Delta);
            text.Append(piece.Text);
        }
    }

    /// <summary>Counts a model call whose words were added before.</summary>
    public void Count(ThinkOutcome thought)
    {
        inputTokens += thought.InputTokens;
        outputTokens += thought.OutputTokens;
        model = thought.Model;
        Degraded |= thought.Degraded;
        summary = thought.Summary ?? summary;
    }

    public void TellToolStarted(string call, string tool) => Tell(TurnEventTypes.ToolStarted, new ToolStarted(call, tool), ProductJson.Api.ToolStarted);

    public void TellToolCompleted(string call, string tool, ToolOutcome outcome)
    {
        Tell(TurnEventTypes.ToolCompleted, new ToolCompleted(call, tool, outcome.Failed), ProductJson.Api.ToolCompleted);
        if (outcome.FollowUpTurn is { } turn)
        {
            handOver = turn;
            Tell(TurnEventTypes.HandOver, new HandedOver(turn), ProductJson.Api.HandedOver);
        }
    }

    public void TellWaiting(WaitStep wait, DateTimeOffset due)
    {
        if (wait.Clarification is { } clarification)
        {
            Tell(TurnEventTypes.Clarification, new ClarificationView(clarification.Question, clarification.Options, due), ProductJson.Api.ClarificationView);
        }

        var waitsFor = wait.Kind == WaitKind.Clarification ? WaitingFor.Visitor : WaitingFor.Owner;
        Tell(TurnEventTypes.Waiting, new TurnWaiting(waitsFor, due), ProductJson.Api.TurnWaiting);
    }

    /// <summary>Tells what the visitor answered to the twin's own question.</summary>
    public void TellAnswer(Clarification asked, string answer, DateTimeOffset at)
    {
        exchanges.Add(new Exchange(asked.Question, answer, text.Length, at));
        Tell(TurnEventTypes.Answer, new AnswerGiven(exchanges.Count, answer), ProductJson.Api.AnswerGiven);
    }

    /// <summary>Makes the last event without showing it: it is stored before anyone sees it.</summary>
    public TurnEvent End(Problem? problem)
    {
        Outcome = problem is null ? "completed" : problem == Problems.TurnCancelled ? "cancelled" : "failed";
        if (problem is null)
        {
            Tell(TurnEventTypes.Usage, new UsageReported(inputTokens, outputTokens, model, Degraded), ProductJson.Api.UsageReported);
            return Make(TurnEventTypes.Completed, View(TurnStatus.Completed, null), ProductJson.Api.TurnView);
        }

        return Make(TurnEventTypes.Failed, View(TurnStatus.Failed, new TurnError(problem.Code, problem.Title)), ProductJson.Api.TurnView);
    }

    public FinishedTurn ToFinishedTurn(TurnEvent last, DateTimeOffset now) => new()
    {
        Id = start.Id,
        MessageId = start.MessageId,
        Message = start.Message,
        Pictures = start.Pictures,
        IsFromOwner = start.Workflow == HandOverTurn.WorkflowName,
        StartedAt = start.StartedAt,
        FinishedAt = now,
        Reply = text.ToString(),
        Citations = citations,
        Exchanges = exchanges,
        InputTokens = inputTokens,
        OutputTokens = outputTokens,
        Events = TurnLog.Encode([.. events, last]),
        Summary = summary,
    };

    private TurnView View(TurnStatus final, TurnError? error) => new()
    {
        SessionId = start.Id.SessionId,
        TurnId = start.Id.ToString(),
        MessageId = start.MessageId,
        Status = final,
        HandOver = handOver,
        Reply = text.ToString(),
        Citations = citations,
        Model = model,
        Degraded = Degraded,
        Usage = new TurnUsage(inputTokens, outputTokens),
        Error = error,
    };

    private void Tell<T>(string type, T data, JsonTypeInfo<T> json)
    {
        var next = Make(type, data, json);
        events.Add(next);
        stream.Write(next);
    }

    private TurnEvent Make<T>(string type, T data, JsonTypeInfo<T> json) => new(events.Count + 1, type, JsonSerializer.Serialize(data, json), Run);
}
