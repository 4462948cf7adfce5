using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;

namespace DigitalTwin.Turns;

/// <summary>Turns events into what a visitor gets: the same ones, with a fresh ticket where the API promises one.</summary>
internal static class TurnPresenter
{
    /// <summary>The state of a turn, from its events so far.</summary>
    public static TurnView View(IReadOnlyList<TurnEvent> events, SessionTicket? ticket)
        => WithTicket(TurnEventTypes.IsLast(events[^1].Type) ? Read(events[^1]) : Unfinished(events), ticket);

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

    private static TurnView Read(TurnEvent last) => JsonSerializer.Deserialize(last.Data, ProductJson.Api.TurnView)!;

    private static TurnView Unfinished(IReadOnlyList<TurnEvent> events)
    {
        var started = JsonSerializer.Deserialize(events[0].Data, ProductJson.Api.TurnStarted)!;
        var reply = new StringBuilder();
        var citations = new List<Citation>();
        foreach (var next in events)
        {
            if (next.Type == TurnEventTypes.Delta)
            {
                reply.Append(JsonSerializer.Deserialize(next.Data, ProductJson.Api.Delta)!.Text);
            }
            else if (next.Type == TurnEventTypes.Citation)
            {
                var found = JsonSerializer.Deserialize(next.Data, ProductJson.Api.CitationFound)!;
                citations.Add(new Citation(found.Id, found.Title, found.Quote));
            }
        }

        return new TurnView
        {
            SessionId = started.SessionId,
            TurnId = started.TurnId,
            MessageId = started.MessageId,
            Status = TurnStatus.Initial,
            Reply = reply.ToString(),
            Citations = citations,
        };
    }
}
