using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Testing;

/// <summary>
/// A model that does a bit of everything: two tools side by side, one that fails at first, a question, an approval, an
/// answer.
/// </summary>
public static class TurnScript
{
    public const string OwnerKey = "an-owner-key-of-more-than-32-characters";

    public const string Reply = "A hill and a lake, and the letter is sent.";

    /// <summary>What it does depends on what was done, as a model's answer does, and on nothing it remembers.</summary>
    public static Task AnswerAsync(HttpContext http, ModelRequest request)
        => (request.Texts("tool").Count switch
        {
            0 => ModelServer.CallTools(("look_left", ["{\"text\":", "\"a\"}"]), ("look_right", ["{\"text\":\"b\"}"])),
            2 => ModelServer.CallTools(("flaky", ["{\"text\":\"c\"}"])),
            3 => ModelServer.CallTools(
                ("ask_visitor", ["{\"question\":\"Which letter?\",\"options\":[\"The long one\",\"The short one\"]}"])),
            4 => ModelServer.CallTools(("send_letter", ["{\"text\":\"the long one\"}"])),
            _ => ModelServer.Reply("A hill ", "and a lake, ", "and the letter is sent."),
        })(http, request);

    /// <summary>What the visitor says, and again whenever the twin was gone.</summary>
    public static Task<Answer> AskAsync(TwinClient visitor) => visitor.ChatAsync("Look around, then send the letter.", "the-message");

    /// <summary>The owner lets the one call that waits go ahead.</summary>
    public static async Task<Answer> ApproveAsync(Uri address)
    {
        using var owner = new TwinClient(address) { Ticket = OwnerKey };
        var waiting = (await owner.GetAsync("/api/owner/approvals")).Json.GetProperty("approvals")
            .EnumerateArray()
            .Select(approval => approval.GetProperty("id").GetString()!).ToList();
        return await owner.SendAsync(HttpMethod.Post, $"/api/owner/approvals/{waiting.Single()}/approve");
    }

    /// <summary>The owner replies in person to the one visitor who waits for them.</summary>
    public static async Task<Answer> ReplyInPersonAsync(Uri address, string message)
    {
        using var owner = new TwinClient(address) { Ticket = OwnerKey };
        var open = (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers")
            .EnumerateArray()
            .Single(item => item.GetProperty("state").GetString() == "open");
        var path = $"/api/owner/inbox/hand-overs/{open.GetProperty("id").GetString()}/reply";
        return await owner.SendAsync(HttpMethod.Post, path, TwinClient.Json(new { message }));
    }

    /// <summary>A turn's events without what must differ from run to run: ids, tickets and times.</summary>
    public static async Task<IReadOnlyList<string>> EventsAsync(TwinClient client, string turn)
    {
        var events = await client.ReplayAsync(turn).ToListAsync(TestContext.Current.CancellationToken);
        return [.. events.Select(next => $"{next.Type} {Timeless(next.Data)}")];
    }

    private static string Timeless(JsonElement data)
    {
        var json = JsonNode.Parse(data.GetRawText())!.AsObject();
        foreach (var name in new[] { "sessionId", "turnId", "ticket", "ticketExpiresAt", "expiresAt" })
        {
            json.Remove(name);
        }

        return json.ToJsonString();
    }
}
