using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>A model behind Anthropic's Messages API, through the worker.</summary>
public sealed class AnthropicTests(Azurite azurite)
{
    [Fact]
    public async Task What_was_thought_before_a_call_comes_back_with_its_result()
    {
        await using var app = new FunctionAppFixture(azurite);
        _ = app.ConnectionString;
        app.Settings["Model__Provider"] = "anthropic";
        app.Settings["Model__Reasoning"] = "low";
        app.Settings.Remove("Model__Speech");
        await app.InitializeAsync();
        app.Model.Otherwise = MessagesApi.Reply("It is ", "me.");
        app.Model.Then(MessagesApi.Answer(
            "tool_use", ("thinking", ["Who ", "is it?"]), ("tool_use", ["search_persona", "{\"query\":\"name\"}"])));
        using var client = new TwinClient(app.Host.Address);
        var answer = await client.ChatAsync("Who are you?");
        (answer.Status, answer.Text("reply")).ShouldBe((200, "It is me."));
        var said = app.Model.Requests.Last().Body.GetProperty("messages").EnumerateArray().ToList()[^2].GetProperty("content");
        (said[0].GetProperty("thinking").GetString(), said[0].GetProperty("signature").GetString()).ShouldBe(("Who is it?", "signed"));
    }
}
