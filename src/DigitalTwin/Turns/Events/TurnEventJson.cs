using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
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
    public static string Encode(IReadOnlyList<TurnEvent> events) => JsonText.Write(events, static (json, events) =>
    {
        json.WriteStartArray();
        for (var i = 0; i < events.Count;)
        {
            var (first, length) = (events[i], RunLength(events, i));
            json.WriteStartObject();
            json.WriteString("type", first.Type);
            Write(json, first, events.Skip(i).Take(length));
            json.WriteNumber("run", first.Run);
            json.WriteEndObject();
            i += length;
        }

        json.WriteEndArray();
    });

    /// <summary>Reads a turn's events. Turns that were stored with a whole last event are read as well.</summary>
    /// <exception cref="DamagedRowException">The text is not what <see cref="Encode"/> wrote.</exception>
    public static IReadOnlyList<TurnEvent> Decode(string text)
    {
        try
        {
            return Read(text);
        }
        catch (Exception error) when (DamagedRowException.IsMeantBy(error))
        {
            throw new DamagedRowException("A turn's events are damaged.", error);
        }
    }

    private static List<TurnEvent> Read(string text)
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

    // Deltas that come after each other, in the same run, are one entry.
    private static int RunLength(IReadOnlyList<TurnEvent> events, int from)
    {
        var to = from + 1;
        while (events[from].Type == TurnEventTypes.Delta && to < events.Count
            && events[to].Type == TurnEventTypes.Delta && events[to].Run == events[from].Run)
        {
            to++;
        }

        return to - from;
    }

    private static void Write(Utf8JsonWriter json, TurnEvent first, IEnumerable<TurnEvent> deltas)
    {
        if (first.Type == TurnEventTypes.Delta)
        {
            json.WriteStartArray("texts");
            foreach (var delta in deltas)
            {
                json.WriteStringValue(TurnEventKinds.Delta.Read(delta).Text);
            }

            json.WriteEndArray();
            return;
        }

        json.WritePropertyName("data");
        if (first.IsLast)
        {
            // Left out, as is what is null: the events before say it.
            var rest = TurnEventKinds.Completed.Read(first) with { Reply = null!, Citations = null! };
            JsonSerializer.Serialize(json, rest, ProductJson.Api.TurnView);
        }
        else
        {
            json.WriteRawValue(first.Data, skipInputValidation: true);
        }
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
