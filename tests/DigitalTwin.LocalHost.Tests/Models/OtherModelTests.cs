using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>A turn that waits for its visitor, and goes on with another model: the owner has changed it meanwhile.</summary>
public sealed class OtherModelTests
{
    private const string Question = """{"question":"Which letter?","options":["The long one","The short one"]}""";

    private static readonly string Thought = """{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"sealed"}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Thoughts_of_the_one_before_are_not_shown_to_it(bool beginsWithAnthropic)
    {
        await using var model = await ModelServer.StartAsync();
        using var data = new TempFolder();
        string turn;
        TwinClient client;
        await using (var first = await TwinHost.StartAsync(Settings(model, beginsWithAnthropic), data.Path))
        {
            client = first.NewClient();
            model.Then(beginsWithAnthropic
                ? MessagesApi.Answer("tool_use", ("thinking", ["Which?"]), ("tool_use", ["ask_visitor", Question]))
                : ResponsesApi.Refusing(ResponsesApi.Stream(Thought, Call())));
            turn = (await client.ChatAsync("Send me the letter.")).Text("turnId");
        }

        await using var second = await TwinHost.StartAsync(Settings(model, !beginsWithAnthropic), data.Path);
        using var visitor = new TwinClient(second.Address) { Ticket = client.Ticket };
        client.Dispose();
        model.Otherwise = beginsWithAnthropic ? ResponsesApi.Reply("Here ", "it is.") : MessagesApi.Reply("Here ", "it is.");
        (await visitor.ClarifyAsync(turn, "The long one")).Status.ShouldBeInRange(200, 204);
        var events = await visitor.ReplayAsync(turn).ToListAsync(TestContext.Current.CancellationToken);
        var done = events[^1].Data;
        (done.GetProperty("reply").GetString(), done.GetProperty("degraded").GetBoolean()).ShouldBe(("Here it is.", false));
        model.Requests.Last().Body.GetRawText().ShouldNotContain(beginsWithAnthropic ? "signature" : "encrypted_content\":\"sealed");
    }

    private static string Call()
        => $$"""
        {"type":"function_call","id":"fc_1","call_id":"call_1","name":"ask_visitor",
        "arguments":{{System.Text.Json.JsonSerializer.Serialize(Question)}}}
        """;

    private static IReadOnlyList<string> Settings(ModelServer model, bool isAnthropic) => TwinHost.SettingsFor(
        model, isAnthropic ? ["Model:Provider=anthropic", $"Model:Endpoint={new Uri(model.Endpoint, "/")}", "Model:Reasoning=low"]
            : ["Model:Api=responses", "Model:Reasoning=low"]);
}
