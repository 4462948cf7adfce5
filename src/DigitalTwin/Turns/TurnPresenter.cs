using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;

namespace DigitalTwin.Turns;

/// <summary>Turns events into what a visitor gets: the same ones, with a fresh ticket where the API promises one.</summary>
internal static class TurnPresenter
{
    /// <summary>The state of a turn, from its events so far.</summary>
    public static TurnView View(IReadOnlyList<TurnEvent> events, SessionTicket? ticket)
        => WithTicket(TurnEventTypes.IsLast(events[^1].Type) ? Read(events[^1], ProductJson.Api.TurnView) : Unfinished(events), ticket);

    /// <summary>The data of an event as it is sent. Stored events have no ticket.</summary>
    public static string Data(TurnEvent next, SessionTicket ticket)
    {
        if (next.Type != TurnEventTypes.Started && !TurnEventTypes.IsLast(next.Type))
        {
            return next.Data;
        }

        var data = JsonNode.Parse(next.Data)!.AsObject();
        data.Insert(1, "ticket", ticket.Ticket);
        data.Insert(2, "ticketExpiresAt", ticket.TicketExpiresAt);
        return data.ToJsonString(ProductJson.Api.Options);
    }

    private static TurnView WithTicket(TurnView view, SessionTicket? ticket) => view with { Ticket = ticket?.Ticket, TicketExpiresAt = ticket?.TicketExpiresAt };

    private static TurnView Unfinished(IReadOnlyList<TurnEvent> events)
    {
        var started = Read(events[0], ProductJson.Api.TurnStarted);
        var waiting = events[^1].Type == TurnEventTypes.Waiting ? Read(events[^1], ProductJson.Api.TurnWaiting) : null;
        return new TurnView
        {
            SessionId = started.SessionId,
            TurnId = started.TurnId,
            MessageId = started.MessageId,
            Status = Last(events, TurnEventTypes.Status, ProductJson.Api.StatusChanged)?.Status ?? TurnStatus.Initial,
            WaitingFor = waiting?.For,
            Clarification = waiting?.For == WaitingFor.Visitor ? Last(events, TurnEventTypes.Clarification, ProductJson.Api.ClarificationView) : null,
            HandOver = Last(events, TurnEventTypes.HandOver, ProductJson.Api.HandedOver)?.TurnId,
            Reply = events.Where(next => next.Type == TurnEventTypes.Delta)
                .Aggregate(new StringBuilder(), (reply, next) => reply.Append(Read(next, ProductJson.Api.Delta).Text)).ToString(),
            Citations = [.. events.Where(next => next.Type == TurnEventTypes.Citation).Select(next => Read(next, ProductJson.Api.CitationFound)).Select(found => new Citation(found.Id, found.Title, found.Quote))],
        };
    }

    private static T? Last<T>(IReadOnlyList<TurnEvent> events, string type, JsonTypeInfo<T> json)
        where T : class
        => events.LastOrDefault(next => next.Type == type) is { } found ? Read(found, json) : null;

    private static T Read<T>(TurnEvent next, JsonTypeInfo<T> json) => JsonSerializer.Deserialize(next.Data, json)!;
}
