using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>Guards, log, erasure and privacy in the worker, over Azurite.</summary>
public sealed class SafetyTests(Azurite azurite)
{
    [Fact]
    public async Task The_worker_guards_writes_down_and_forgets()
    {
        _ = azurite.ConnectionString;
        await using var own = new Azurite();
        await own.InitializeAsync();
        await using var app = new FunctionAppFixture(own);
        await app.InitializeAsync();
        using var visitor = new TwinClient(app.Host.Address);
        using var owner = new TwinClient(app.Host.Address) { Ticket = TurnScript.OwnerKey };
        app.Model.Then(ModelServer.CallTools(("note_open_question", ["{\"question\":\"my-kumquat?\"}"])))
            .Then(ModelServer.Reply("See [me](https://evil.example/x). I am not an AI."));
        var answer = await visitor.ChatAsync("I am zanzibar@quux.example. my-kumquat?");
        answer.Text("reply").ShouldStartWith("See me (evil.example). I am not an AI.");
        answer.Text("reply").ShouldContain("an AI, and not the person");
        var log = await owner.GetAsync($"/api/owner/activities?kind=tool&q={answer.Text("turnId")}");
        log.Json.GetProperty("activities").GetArrayLength().ShouldBe(2);
        var erase = TwinClient.Json(new { contact = "zanzibar@quux.example" });
        (await owner.SendAsync(HttpMethod.Post, "/api/owner/visitors/erase", erase)).Json.GetProperty("sessions").GetInt32().ShouldBe(1);
        (await visitor.ChatAsync("Hello?")).Code.ShouldBe("session_not_found");
        (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("questions").GetArrayLength().ShouldBe(0);
        (await owner.GetAsync("/api/owner/activities?q=EraseVisitor")).Json.GetProperty("activities").GetArrayLength().ShouldBe(2);
        var verified = await owner.GetAsync("/api/owner/activities/verify");
        verified.Json.GetProperty("isWhole").GetBoolean().ShouldBeTrue(verified.Json.ToString());
        (await visitor.GetAsync("/privacy")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Post, "/api/owner/visitors/end-sessions")).Status.ShouldBe(204);
    }
}
