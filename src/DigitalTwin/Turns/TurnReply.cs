using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Prompts;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Turns;

/// <summary>A turn's reply while it is being written, and the events that tell of it.</summary>
internal sealed class TurnReply(RunningTurn turn, TurnInput input, DateTimeOffset startedAt)
{
    private CitationWriter? writer;
    private bool hasDelta;
    private string modelName = "";
    private long outputTokens;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Whether the offline model stood in.</summary>
    public bool Degraded { get; private set; }

    /// <summary>Tokens of the prompt as the model counted them, or none.</summary>
    public long PromptTokens { get; private set; }

    public SummaryResult? Summary { get; set; }

    private long InputTokens => PromptTokens + (Summary?.Usage?.InputTokenCount ?? 0);

    private long OutputTokens => outputTokens + (Summary?.Usage?.OutputTokenCount ?? 0);

    public void Start()
    {
        turn.Stream.Write(TurnEventTypes.Started, new TurnStarted(turn.Id.SessionId, turn.Id.ToString(), input.MessageId), ProductJson.Api.TurnStarted);
        turn.Stream.Write(TurnEventTypes.Status, new StatusChanged(TurnStatus.Initial), ProductJson.Api.StatusChanged);
    }

    public void Begin(CitationWriter citations, string model) => (writer, modelName) = (citations, model);

    /// <summary>Takes an update of the model and tells whether it brought the first words.</summary>
    public bool Add(ChatResponseUpdate update)
    {
        if (FallbackChatClient.IsDegraded(update))
        {
            (Degraded, modelName) = (true, update.ModelId ?? modelName);
        }
        else
        {
            modelName = update.ModelId ?? modelName;
        }

        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            PromptTokens += usage.Details.InputTokenCount ?? 0;
            outputTokens += usage.Details.OutputTokenCount ?? 0;
        }

        var had = hasDelta;
        Tell(writer!.Write(update.Text));
        return hasDelta && !had;
    }

    public void End() => Tell(writer!.Finish());

    /// <summary>The last event of a turn that went well.</summary>
    public TurnEvent Complete()
    {
        turn.Stream.Write(TurnEventTypes.Usage, new UsageReported(InputTokens, OutputTokens, modelName, Degraded), ProductJson.Api.UsageReported);
        return turn.Stream.Prepare(TurnEventTypes.Completed, View(TurnStatus.Completed, null), ProductJson.Api.TurnView);
    }

    /// <summary>The last event of a turn that did not.</summary>
    public TurnEvent Fail(Problem problem)
        => turn.Stream.Prepare(TurnEventTypes.Failed, View(TurnStatus.Failed, new TurnError(problem.Code, problem.Title)), ProductJson.Api.TurnView);

    public FinishedTurn ToFinishedTurn(TurnEvent last, DateTimeOffset now) => new()
    {
        Id = turn.Id,
        MessageId = input.MessageId,
        Message = input.Message,
        StartedAt = startedAt,
        FinishedAt = now,
        Reply = writer?.Reply ?? "",
        Citations = writer?.Citations ?? [],
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        Events = TurnLog.Encode([.. turn.Stream.Snapshot(), last]),
        Summary = Summary?.Summary,
    };

    private TurnView View(TurnStatus status, TurnError? error) => new()
    {
        SessionId = turn.Id.SessionId,
        TurnId = turn.Id.ToString(),
        MessageId = input.MessageId,
        Status = status,
        Reply = writer?.Reply ?? "",
        Citations = writer?.Citations ?? [],
        Model = modelName,
        Degraded = Degraded,
        Usage = new TurnUsage(InputTokens, OutputTokens),
        Error = error,
    };

    private void Tell(IEnumerable<ReplyPiece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (piece.Citation is { } citation)
            {
                turn.Stream.Write(TurnEventTypes.Citation, new CitationFound(piece.Number, citation.Id, citation.Title, citation.Quote), ProductJson.Api.CitationFound);
            }
            else
            {
                hasDelta = true;
                turn.Stream.Write(TurnEventTypes.Delta, new Delta(piece.Text), ProductJson.Api.Delta);
            }
        }
    }
}
