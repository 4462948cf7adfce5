using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Turns.Events;

/// <summary>
/// A turn's events as they are stored: JSON that takes little more than the reply's text. Runs of deltas are folded, and the last event
/// goes without what the others say already, the reply and its citations.
/// </summary>
internal static class TurnEventJson
{
    private const string Reply = "reply";
    private const string Citations = "citations";

    // The property of the last event that comes after the two.
    private const string Model = "model";

    /// <summary>Writes a turn's events.</summary>
    public static string Encode(IReadOnlyList<TurnEvent> events)
    {
        var entries = new List<StoredEvents>();
        foreach (var next in events)
        {
            if (next.Type != TurnEventTypes.Delta)
            {
                entries.Add(new StoredEvents(next.Type, DataOf(next), null, next.Run));
                continue;
            }

            if (entries is not [.., { Texts: not null } last] || last.Run != next.Run)
            {
                entries.Add(new StoredEvents(next.Type, null, [], next.Run));
            }

            entries[^1].Texts!.Add(TurnEventKinds.Delta.Read(next).Text);
        }

        return JsonSerializer.Serialize(entries, ProductJson.Api.ListStoredEvents);
    }

    /// <summary>Reads a turn's events. Turns that were stored with a whole last event are read as well.</summary>
    public static IReadOnlyList<TurnEvent> Decode(string text)
    {
        var (events, offset) = (new List<TurnEvent>(), 0);
        foreach (var entry in JsonSerializer.Deserialize(text, ProductJson.Api.ListStoredEvents)!)
        {
            if (entry.Data is { } data)
            {
                events.Add(new TurnEvent(events.Count + 1, entry.Type, WholeData(entry.Type, data, events), entry.Run));
            }

            foreach (var piece in entry.Texts ?? [])
            {
                events.Add(TurnEventKinds.Delta.Make(events.Count + 1, new Delta(piece, offset), entry.Run));
                offset += piece.Length;
            }
        }

        return events;
    }

    private static JsonElement DataOf(TurnEvent next)
    {
        if (!next.IsLast)
        {
            return JsonSerializer.Deserialize(next.Data, ProductJson.Api.JsonElement);
        }

        var data = JsonNode.Parse(next.Data)!.AsObject();
        data.Remove(Reply);
        data.Remove(Citations);
        return JsonSerializer.SerializeToElement(data, ProductJson.Api.JsonObject);
    }

    private static string WholeData(string type, JsonElement data, IReadOnlyList<TurnEvent> before)
    {
        if (!TurnEventTypes.IsLast(type) || data.TryGetProperty(Reply, out _))
        {
            return data.GetRawText();
        }

        var whole = JsonObject.Create(data)!;
        var place = whole.IndexOf(Model);
        whole.Insert(place, Citations, JsonSerializer.SerializeToNode(TurnView.CitationsOf(before), ProductJson.Api.IReadOnlyListCitation));
        whole.Insert(place, Reply, TurnView.ReplyOf(before));
        return whole.ToJsonString(ProductJson.Api.Options);
    }
}

/// <summary>One event, or some deltas after each other.</summary>
internal sealed record StoredEvents(string Type, JsonElement? Data, List<string>? Texts, int Run);
