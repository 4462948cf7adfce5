using System.Collections.Concurrent;
using System.Text;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Functions.Tests;

/// <summary>The owner's API in the worker, over Azurite.</summary>
public sealed class OwnerApiTests(Azurite azurite)
{
    private const string Persona = "/api/owner/persona";
    private const string Sam = "---\nname: Sam\n---\n# Sam\n\nI make chairs in Leeds.\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owners_week_in_the_worker()
    {
        _ = azurite.ConnectionString;
        await using var own = new Azurite();
        await own.InitializeAsync();
        var hook = FreePorts.Next();
        await using var app = new FunctionAppFixture(own);
        app.UseOfflineModel();
        app.Settings["Outgoing__Inside"] = $"localhost:{hook}";
        app.Settings["Notices__ReplyHours"] = "4";
        await app.InitializeAsync();
        using var visitor = new TwinClient(app.Host.Address);
        using var owner = new TwinClient(app.Host.Address) { Ticket = TurnScript.OwnerKey };
        await PersonaAsync(owner, visitor);
        await ConversationAsync(owner, visitor);
        await NoticesAsync(owner, visitor, hook);
        (await owner.GetAsync("/api/owner/console")).Text("live").ShouldBe("poll");
        (await owner.GetAsync("/api/owner/insight")).Json.GetProperty("days").EnumerateArray()
            .Sum(day => day.GetProperty("visitors").GetInt32()).ShouldBe(1);
        (await visitor.SendAsync(HttpMethod.Delete, $"/api/sessions/{visitor.SessionId}")).Status.ShouldBe(204);
        (await owner.GetAsync("/api/owner/conversations?state=joined")).Json.GetProperty("conversations").GetArrayLength().ShouldBe(0);
        (await owner.GetAsync("/api/owner/notices?after=0")).Json.ToString().ShouldNotContain(visitor.SessionId!);
    }

    private static async Task PersonaAsync(TwinClient owner, TwinClient visitor)
    {
        (await SendAsync(owner, HttpMethod.Put, Persona, Sam)).Status.ShouldBe(200);
        const string cases = "- {id: leeds, question: Where do you make chairs?, must: Leeds}";
        (await SendAsync(owner, HttpMethod.Put, "/api/owner/evals/basics", cases)).Status.ShouldBe(200);
        var draft = await SendAsync(owner, HttpMethod.Put, $"{Persona}/draft", Sam.Replace("Leeds", "York", StringComparison.Ordinal));
        draft.Json.GetProperty("diff").GetProperty("removed").GetInt32().ShouldBe(1);
        (await PostAsync(owner, $"{Persona}/preview", new { message = "Where do you make chairs?" })).Text("reply").ShouldContain("York");
        (await PostAsync(owner, $"{Persona}/publish")).Code.ShouldBe("evals_regressed");
        var run = await PostAsync(owner, "/api/owner/evals/runs", new { persona = "draft", against = "published" });
        var events = await owner.EventsAsync($"/api/owner/evals/runs/{run.Text("id")}/events").ToListAsync(Token);
        events.Select(each => each.Type).ShouldBe(["case", "summary"]);
        events[1].Data.GetProperty("regressions")[0].GetString().ShouldBe("leeds");
        (await owner.GetAsync($"{Persona}/versions")).Json.GetProperty("versions").GetArrayLength().ShouldBeGreaterThan(0);
        var turn = await visitor.ChatAsync("Where do you make chairs?");
        turn.Text("reply").ShouldContain("Leeds");
        var path = $"/api/owner/conversations/{visitor.SessionId}/messages/{turn.Text("turnId")}/correct";
        (await owner.SendAsync(HttpMethod.Delete, $"{Persona}/draft")).Status.ShouldBe(204);
        var corrected = await PostAsync(owner, path, new { text = "I make chairs in Bath, not Leeds.", teach = "fact", notify = true });
        corrected.Json.GetProperty("draft").GetProperty("diff").GetProperty("text").GetString()!.ShouldContain("+I make chairs in Bath.");
        (await PostAsync(owner, $"{Persona}/publish?force=true")).Status.ShouldBe(200);
        (await PostAsync(owner, $"{Persona}/preview", new { message = "Where do you make chairs?", persona = "published" }))
            .Text("reply").ShouldContain("Bath");
    }

    private static async Task ConversationAsync(TwinClient owner, TwinClient visitor)
    {
        var here = $"/api/owner/conversations/{visitor.SessionId}";
        (await PostAsync(owner, $"{here}/join")).Status.ShouldBe(200);
        var asked = await visitor.ChatAsync("Are you there?");
        (asked.Status, asked.Text("waitingFor")).ShouldBe((202, "owner"));
        (await PostAsync(owner, $"{here}/messages", new { text = "Yes." })).Status.ShouldBe(200);
        (await visitor.ReplayAsync(asked.Text("turnId")).ToListAsync(Token))[^1].Data.GetProperty("reply").GetString().ShouldBe("Yes.");
        (await PostAsync(owner, $"{here}/leave")).Status.ShouldBe(204);
        (await visitor.ChatAsync("Where do you make chairs?")).Text("reply").ShouldContain("Bath");
        (await visitor.SendAsync(HttpMethod.Patch, $"/api/sessions/{visitor.SessionId}", TwinClient.Json(new { title = "Chairs" })))
            .Text("title").ShouldBe("Chairs");
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var found = (await owner.GetAsync("/api/owner/conversations?q=chairs")).Json.GetProperty("conversations");
            if (found.GetArrayLength() == 1 && found[0].GetProperty("marks").ToString().Contains("joined", StringComparison.Ordinal))
            {
                break;
            }

            await Task.Delay(100, Token);
            attempt.ShouldBeLessThan(99, found.ToString());
        }

        (await owner.GetAsync(here)).Json.GetProperty("messages").GetArrayLength().ShouldBe(7);
        (await owner.GetAsync("/api/owner/gaps")).Status.ShouldBe(200);
    }

    private static async Task NoticesAsync(TwinClient owner, TwinClient visitor, int hook)
    {
        var received = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        await using var receiver = builder.Build();
        receiver.Urls.Add($"http://localhost:{hook}");
        receiver.MapPost("/hook", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            received.Enqueue(await reader.ReadToEndAsync(Token));
        });
        await receiver.StartAsync(Token);
        (await PostAsync(owner, "/api/owner/webhooks", new { url = $"http://localhost:{hook}/hook" })).Status.ShouldBe(201);
        var lead = TwinClient.Json(new { name = "Grace", contact = "grace@navy.example", message = "Call me.", consent = true });
        (await visitor.SendAsync(HttpMethod.Post, $"/api/sessions/{visitor.SessionId}/leads", lead)).Status.ShouldBe(204);
        for (var attempt = 0; attempt < 200 && received.IsEmpty; attempt++)
        {
            await Task.Delay(100, Token);
        }

        received.ShouldContain(body => body.Contains("Grace left a message", StringComparison.Ordinal));
        var events = await owner.EventsAsync("/api/owner/events?after=0").TakeWhile(each => each.Type != "lead.created").ToListAsync(Token);
        events.ShouldContain(each => each.Type == "conversation.message");
        (await owner.GetAsync("/api/owner/ws")).Code.ShouldBe("upgrade_required");
    }

    private static Task<Answer> PostAsync(TwinClient client, string path, object? body = null)
        => client.SendAsync(HttpMethod.Post, path, body is null ? null : TwinClient.Json(body));

    private static Task<Answer> SendAsync(TwinClient client, HttpMethod method, string path, string text)
        => client.SendAsync(method, path, new StringContent(text, Encoding.UTF8, "text/plain"));
}
