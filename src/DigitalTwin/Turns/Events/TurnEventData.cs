using System.Text.Json.Serialization;
using DigitalTwin.Conversations;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Turns.Events;

/// <summary>The data of <c>turn.started</c>.</summary>
[method: JsonConstructor]
internal sealed record TurnStarted(string SessionId, string? Ticket, DateTimeOffset? TicketExpiresAt, string TurnId, string MessageId)
{
    /// <summary>As it happens; a ticket is added for each client that reads it.</summary>
    public TurnStarted(string sessionId, string turnId, string messageId)
        : this(sessionId, null, null, turnId, messageId)
    {
    }
}

/// <summary>The data of <c>status</c>.</summary>
internal sealed record StatusChanged(TurnStatus Status);

/// <summary>The data of <c>delta</c>.</summary>
/// <param name="Text">To be added to the reply.</param>
/// <param name="Offset">Where in the reply it begins, in UTF-16 units: a client that has more cuts its text there first.</param>
internal sealed record Delta(string Text, int Offset);

/// <summary>The data of <c>citation</c>.</summary>
internal sealed record CitationFound(
    int Number, string Id, string Title, string Quote, string? Document = null, int? Page = null, string? Url = null);

/// <summary>The data of <c>offerings</c>: in the place of those shown before.</summary>
internal sealed record OfferingsShown(IReadOnlyList<OfferingCard> Items);

/// <summary>The data of <c>tool.started</c>.</summary>
internal sealed record ToolStarted(string Call, string Tool);

/// <summary>The data of <c>tool.completed</c>.</summary>
internal sealed record ToolCompleted(string Call, string Tool, bool Failed);

/// <summary>The data of <c>waiting</c>.</summary>
internal sealed record TurnWaiting(WaitingFor For, DateTimeOffset ExpiresAt);

/// <summary>The data of <c>answer</c>.</summary>
/// <param name="Number">Which of the turn's answers it is, from 1.</param>
/// <param name="Text">In the visitor's words.</param>
internal sealed record AnswerGiven(int Number, string Text);

/// <summary>The data of <c>hand_over</c>.</summary>
internal sealed record HandedOver(string TurnId, DateTimeOffset? ReplyBy = null);

/// <summary>The data of <c>usage</c>.</summary>
internal sealed record UsageReported(long InputTokens, long OutputTokens, string Model, bool Degraded);
