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
                entries.Add(new TurnLogEntry(next.Type, JsonSerializer.Deserialize(next.Data, ProductJson.Api.JsonElement), null));
                continue;
            }

            if (entries is not [.., { Texts: not null }])
            {
                entries.Add(new TurnLogEntry(next.Type, null, []));
            }

            entries[^1].Texts!.Add(JsonSerializer.Deserialize(next.Data, ProductJson.Api.Delta)!.Text);
        }

        return JsonSerializer.Serialize(entries, ProductJson.Api.ListTurnLogEntry);
    }

    public static IReadOnlyList<TurnEvent> Decode(string text)
    {
        var events = new List<TurnEvent>();
        foreach (var entry in JsonSerializer.Deserialize(text, ProductJson.Api.ListTurnLogEntry)!)
        {
            var texts = entry.Texts?.Select(text => JsonSerializer.Serialize(new Delta(text), ProductJson.Api.Delta));
            foreach (var data in texts ?? [entry.Data!.Value.GetRawText()])
            {
                events.Add(new TurnEvent(events.Count + 1, entry.Type, data));
            }
        }

        return events;
    }
}

/// <summary>One event, or a run of deltas.</summary>
internal sealed record TurnLogEntry(string Type, JsonElement? Data, List<string>? Texts);
