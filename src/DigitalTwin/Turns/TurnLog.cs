using System.Text.Json;
using DigitalTwin.Hosting;

namespace DigitalTwin.Turns;

/// <summary>Events as they are stored: JSON, with runs of deltas folded so that a long reply takes little more than its text.</summary>
internal static class TurnLog
{
    public static string Encode(IReadOnlyList<TurnEvent> events)
    {
        var entries = new List<TurnLogEntry>();
        foreach (var next in events)
        {
            if (next.Type != TurnEventTypes.Delta)
            {
                entries.Add(new TurnLogEntry(next.Type, JsonSerializer.Deserialize(next.Data, ProductJson.Api.JsonElement), null, next.Run));
                continue;
            }

            if (entries is not [.., { Texts: not null } last] || last.Run != next.Run)
            {
                entries.Add(new TurnLogEntry(next.Type, null, [], next.Run));
            }

            entries[^1].Texts!.Add(JsonSerializer.Deserialize(next.Data, ProductJson.Api.Delta)!.Text);
        }

        return JsonSerializer.Serialize(entries, ProductJson.Api.ListTurnLogEntry);
    }

    public static IReadOnlyList<TurnEvent> Decode(string text)
    {
        var (events, offset) = (new List<TurnEvent>(), 0);
        foreach (var entry in JsonSerializer.Deserialize(text, ProductJson.Api.ListTurnLogEntry)!)
        {
            if (entry.Data is { } data)
            {
                events.Add(new TurnEvent(events.Count + 1, entry.Type, data.GetRawText(), entry.Run));
            }

            foreach (var piece in entry.Texts ?? [])
            {
                events.Add(new TurnEvent(events.Count + 1, entry.Type, JsonSerializer.Serialize(new Delta(piece, offset), ProductJson.Api.Delta), entry.Run));
                offset += piece.Length;
            }
        }

        return events;
    }
}

/// <summary>One event, or some deltas after each other.</summary>
internal sealed record TurnLogEntry(string Type, JsonElement? Data, List<string>? Texts, int Run);
