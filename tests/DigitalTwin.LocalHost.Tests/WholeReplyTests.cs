using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A turn that is answered as one object asks the model for one, too.</summary>
public sealed class WholeReplyTests : ModelTest
{
    [Fact]
    public async Task Only_a_client_that_watches_the_reply_has_it_streamed_by_the_model()
    {
        (await Client.ChatAsync("As one object")).Text("reply").ShouldBe("All right.");
        await foreach (var _ in Client.StreamChatAsync("As events", "m-2").WithCancellation(Token))
        {
        }

        Model.Requests.Select(request => request.Streams).ShouldBe([false, true]);
    }

    [Fact]
    public async Task A_whole_reply_may_take_longer_than_the_time_between_two_tokens()
    {
        await using var hasty = await TwinHost.StartAsync(Model, "Model:TimeoutSeconds=1");
        Model.Then(ModelServer.Reply(["Late, ", "but whole."], _ => Task.Delay(800, Token)));
        var answer = await hasty.Client.ChatAsync("Tell me all.");
        (answer.Text("reply"), answer.Json.GetProperty("degraded").GetBoolean()).ShouldBe(("Late, but whole.", false));
    }

    [Fact]
    public async Task A_client_that_watches_later_gets_the_whole_reply_at_its_end()
    {
        await Client.ChatAsync("Before");
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        Model.Then(ModelServer.Reply(["All ", "at once."], piece =>
        {
            asked.TrySetResult();
            return piece == 0 ? Task.CompletedTask : gate.Task;
        }));
        var answer = Client.ChatAsync("Hello", "m-1");
        await asked.Task;
        var watched = Client.StreamChatAsync("Hello", "m-1").ToListAsync(Token).AsTask();
        gate.SetResult();
        var delta = (await watched).Where(each => each.Type == "delta").ShouldHaveSingleItem();
        delta.Data.GetProperty("text").GetString().ShouldBe("All at once.");
        (await answer).Text("reply").ShouldBe("All at once.");
        Model.Requests.Count.ShouldBe(2);
    }
}
