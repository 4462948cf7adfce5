using DigitalTwin.Models;
using DigitalTwin.Models.Resilience;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.Models;

public sealed class ResilientChatClientTests
{
    private readonly ManualTime time = new();
    private readonly FakeModel model = new();
    private readonly ResilientChatClient client;

    public ResilientChatClientTests() => client = new ResilientChatClient(model, TimeSpan.FromSeconds(30), time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passing_failure_is_tried_again()
    {
        model.Fail(ModelFailure.Unavailable).Fail(ModelFailure.RateLimited).Succeed("fine");
        (await StreamAsync()).ShouldBe("fine");
        model.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task After_three_tries_the_failure_is_the_callers()
    {
        model.Fail(ModelFailure.Unavailable).Fail(ModelFailure.Unavailable).Fail(ModelFailure.Timeout).Succeed("too late");
        (await Should.ThrowAsync<ModelException>(StreamAsync)).Failure.ShouldBe(ModelFailure.Timeout);
        model.Calls.ShouldBe(ModelResilience.MaxAttempts);
    }

    [Theory]
    [InlineData(nameof(ModelFailure.Unauthorized))]
    [InlineData(nameof(ModelFailure.Rejected))]
    public async Task A_lasting_failure_is_not_retried(string failure)
    {
        model.Fail(Enum.Parse<ModelFailure>(failure)).Succeed("no");
        await Should.ThrowAsync<ModelException>(StreamAsync);
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task The_wait_is_what_the_endpoint_asks_for()
    {
        model.Fail(ModelFailure.RateLimited, TimeSpan.FromSeconds(5)).Succeed("fine");
        (await StreamAsync()).ShouldBe("fine");
        time.Waits.ShouldContain(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_long_wait_that_the_endpoint_asks_for_is_not_waited_for()
    {
        model.Fail(ModelFailure.RateLimited, TimeSpan.FromMinutes(1)).Succeed("no");
        await Should.ThrowAsync<ModelException>(StreamAsync);
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_keeps_failing_is_not_called_for_a_while()
    {
        for (var i = 0; i < 20; i++)
        {
            model.Fail(ModelFailure.RateLimited, TimeSpan.FromMinutes(1));
            await Should.ThrowAsync<ModelException>(StreamAsync);
        }

        model.Reset();
        var calls = model.Calls;
        model.Succeed("back");
        (await Should.ThrowAsync<ModelException>(StreamAsync)).Message.ShouldContain("not called");
        model.Calls.ShouldBe(calls);
        time.Advance(TimeSpan.FromSeconds(31));
        (await StreamAsync()).ShouldBe("back");
    }

    [Fact]
    public async Task Silence_before_the_first_token_is_a_timeout_and_not_waited_for_twice()
    {
        model.Hang();
        (await Should.ThrowAsync<ModelException>(StreamAsync)).Failure.ShouldBe(ModelFailure.Timeout);
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_in_the_middle_is_a_timeout_and_not_tried_again()
    {
        model.SucceedThenHang("half");
        var text = "";
        var error = await Should.ThrowAsync<ModelException>(() => DriveAsync(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync([], cancellationToken: Token))
            {
                text += update.Text;
            }
        }));
        error.Failure.ShouldBe(ModelFailure.Timeout);
        text.ShouldBe("half");
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_no_timeout_and_no_retry()
    {
        model.Hang();
        using var cancel = new CancellationTokenSource();
        var waiting = client.GetStreamingResponseAsync([], cancellationToken: cancel.Token).ToListAsync(Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Whole_responses_are_tried_again_too()
    {
        model.Fail(ModelFailure.Unavailable).Succeed("fine");
        var text = "";
        await DriveAsync(async () => text = (await client.GetResponseAsync([], cancellationToken: Token)).Text);
        text.ShouldBe("fine");
    }

    private async Task<string> StreamAsync()
    {
        var text = "";
        await DriveAsync(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync([], cancellationToken: Token))
            {
                text += update.Text;
            }
        });
        return text;
    }

    // Lets the clock go on while the work waits for it.
    private async Task DriveAsync(Func<Task> work)
    {
        var running = Task.Run(work, Token);
        while (await Task.WhenAny(running, Task.Delay(2, Token)) != running)
        {
            time.Advance(TimeSpan.FromSeconds(0.25));
        }

        await running;
    }
}
