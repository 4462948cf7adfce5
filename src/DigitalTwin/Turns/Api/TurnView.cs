using System.Text;
using System.Text.Json;
using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;

namespace DigitalTwin.Turns.Api;

/// <summary>
/// A turn as its visitor sees it: the answer of <c>POST /api/chat</c>, and the data of <c>turn.completed</c> and <c>turn.failed</c>.
/// </summary>
public sealed record TurnView
{
    /// <summary>The session the turn belongs to.</summary>
    public required string SessionId { get; init; }

    /// <summary>A fresh ticket for the session; only where one was just issued.</summary>
    public string? Ticket { get; init; }

    /// <summary>When <see cref="Ticket"/> ends.</summary>
    public DateTimeOffset? TicketExpiresAt { get; init; }

    /// <summary>The turn's id.</summary>
    public required string TurnId { get; init; }

    /// <summary>The id of the visitor's message: theirs, or one made for them.</summary>
    public required string MessageId { get; init; }

    /// <summary>What was understood of a spoken message; only in the answer to it.</summary>
    public string? Transcript { get; init; }

    /// <summary>How far the turn is.</summary>
    public required TurnStatus Status { get; init; }

    /// <summary>For whom the turn waits; left out where it waits for nobody.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>What the visitor is asked; only while the turn waits for them.</summary>
    public ClarificationView? Clarification { get; init; }

    /// <summary>The turn in which the owner's own reply will come, where the visitor asked for the person.</summary>
    public string? HandOver { get; init; }

    /// <summary>By when the owner promises to reply in it; left out where nothing is promised.</summary>
    public DateTimeOffset? ReplyBy { get; init; }

    /// <summary>
    /// The turn that answers this message together with the one that the visitor sent right after it; left out where it has an
    /// answer of its own.
    /// </summary>
    public string? AnsweredIn { get; init; }

    /// <summary>The reply in Markdown, as far as it is written; <c>[1]</c> stands for the first of <see cref="Citations"/>.</summary>
    public required string Reply { get; init; }

    /// <summary>The facts the reply draws on.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>Questions that the twin can answer, where it could not answer this one; else left out.</summary>
    public IReadOnlyList<string>? Suggestions { get; init; }

    /// <summary>What of the owner's offerings fits, best first; left out where none was looked for or found.</summary>
    public IReadOnlyList<OfferingCard>? Offerings { get; init; }

    /// <summary>The model that answered; <c>offline</c> for the embedded one.</summary>
    public string Model { get; init; } = "";

    /// <summary>Whether the offline model stood in for the configured one.</summary>
    public bool Degraded { get; init; }

    /// <summary>Whether an AI wrote the reply; <see langword="false"/> where the owner did.</summary>
    public bool AiGenerated { get; init; } = true;

    /// <summary>Why the reply ends before its end; left out where it is whole.</summary>
    public CutOffReason? CutOff { get; init; }

    /// <summary>Tokens the turn took.</summary>
    public TurnUsage Usage { get; init; } = new(0, 0);

    /// <summary>Why the turn failed.</summary>
    public TurnError? Error { get; init; }

    /// <summary>The state of a turn, from its events so far.</summary>
    internal static TurnView From(IReadOnlyList<TurnEvent> events)
        => events[^1].IsLast ? TurnEventKinds.Completed.Read(events[^1]) : FromUnfinished(events);

    /// <summary>The same with a fresh ticket. Stored events have none.</summary>
    internal TurnView With(SessionTicket ticket) => this with { Ticket = ticket.Ticket, TicketExpiresAt = ticket.TicketExpiresAt };

    /// <summary>The data of an event as it is sent, with a fresh ticket where the API promises one.</summary>
    internal static string DataOf(TurnEvent next, SessionTicket ticket)
        => next.IsLast ? JsonSerializer.Serialize(TurnEventKinds.Completed.Read(next).With(ticket), ProductJson.Api.TurnView)
            : next.Type == TurnEventTypes.Started ? JsonSerializer.Serialize(
                TurnEventKinds.Started.Read(next) with { Ticket = ticket.Ticket, TicketExpiresAt = ticket.TicketExpiresAt },
                ProductJson.Api.TurnStarted)
            : next.Data;

    private static TurnView FromUnfinished(IReadOnlyList<TurnEvent> events)
    {
        var started = TurnEventKinds.Started.Read(events[0]);
        var waiting = events[^1].Type == TurnEventTypes.Waiting ? TurnEventKinds.Waiting.Read(events[^1]) : null;
        return new TurnView
        {
            SessionId = started.SessionId,
            TurnId = started.TurnId,
            MessageId = started.MessageId,
            Status = Last(events, TurnEventKinds.Status)?.Status ?? TurnStatus.Initial,
            WaitingFor = waiting?.For,
            Clarification = waiting?.For == Api.WaitingFor.Visitor ? Last(events, TurnEventKinds.Clarification) : null,
            HandOver = Last(events, TurnEventKinds.HandOver)?.TurnId,
            Reply = ReplyOf(events),
            Citations = CitationsOf(events),
            Offerings = Last(events, TurnEventKinds.Offerings)?.Items,
        };
    }

    /// <summary>The reply that these events wrote.</summary>
    internal static string ReplyOf(IEnumerable<TurnEvent> events)
        => All(events, TurnEventKinds.Delta).Aggregate(new StringBuilder(), (reply, delta) => reply.Append(delta.Text)).ToString();

    /// <summary>The facts that these events cited.</summary>
    internal static IReadOnlyList<Citation> CitationsOf(IEnumerable<TurnEvent> events)
        => [.. All(events, TurnEventKinds.Citation).Select(found => new Citation(found.Id, found.Title, found.Quote)
        {
            Document = found.Document,
            Page = found.Page,
            Url = found.Url,
        })];

    private static IEnumerable<T> All<T>(IEnumerable<TurnEvent> events, TurnEventKind<T> kind)
        => events.Where(next => next.Type == kind.Type).Select(kind.Read);

    private static T? Last<T>(IReadOnlyList<TurnEvent> events, TurnEventKind<T> kind)
        where T : class
        => events.LastOrDefault(next => next.Type == kind.Type) is { } found ? kind.Read(found) : null;
}
