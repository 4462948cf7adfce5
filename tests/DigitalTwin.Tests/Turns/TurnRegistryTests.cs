using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Turns;

public sealed class TurnRegistryTests
{
    private static readonly TurnId Id = TurnId.For(SessionId.New(), "m");

    private readonly TurnRegistry registry = new(NullLogger<TurnRegistry>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_turn_runs_once_however_often_it_is_started()
    {
        var (runs, gate) = (0, new TaskCompletionSource());
        var turns = Enumerable.Range(0, 50).AsParallel().Select(_ => registry.StartOrJoin(Id, async _ =>
        {
            Interlocked.Increment(ref runs);
            await gate.Task;
        })).ToList();
        turns.Distinct().Count().ShouldBe(1);
        registry.Find(Id).ShouldBeSameAs(turns[0]);
        gate.SetResult();
        await turns[0].Work;
        runs.ShouldBe(1);
        registry.Find(Id).ShouldBeNull();
        turns[0].Cancel();
    }

    [Fact]
    public async Task A_stopping_host_finishes_what_it_has_begun_and_begins_nothing()
    {
        var gate = new TaskCompletionSource();
        var turn = registry.StartOrJoin(Id, _ => gate.Task);
        var stopping = registry.StopAsync(Token);
        stopping.IsCompleted.ShouldBeFalse();
        Should.Throw<ProblemException>(() => registry.StartOrJoin(TurnId.For(SessionId.New(), "n"), _ => Task.CompletedTask)).Problem.ShouldBe(Problems.ShuttingDown);
        gate.SetResult();
        await stopping;
        turn.Work.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_has_no_time_left_cancels()
    {
        var turn = registry.StartOrJoin(Id, turn => Task.Delay(Timeout.Infinite, turn.Cancellation).ContinueWith(_ => { }, TaskScheduler.Default));
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await registry.StopAsync(now.Token);
        turn.Work.IsCompleted.ShouldBeTrue();
        registry.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_a_session_leaves_the_others()
    {
        static Task UntilCancelled(RunningTurn turn) => Task.Delay(Timeout.Infinite, turn.Cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        var other = TurnId.For(SessionId.New(), "m");
        registry.StartOrJoin(Id, UntilCancelled);
        registry.StartOrJoin(other, UntilCancelled);
        await registry.CancelSessionAsync(Id.SessionId);
        registry.Find(Id).ShouldBeNull();
        registry.Find(other).ShouldNotBeNull().Cancel();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x.y")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef.0123456789abcdeF")]
    [InlineData("0123456789abcdef0123456789abcdef.0123456789abcdef.1")]
    public void What_is_no_turn_id_is_none(string text) => TurnId.TryParse(text).ShouldBeNull();

    [Fact]
    public void Ids_read_back_and_hold_for_the_same_message()
    {
        TurnId.TryParse(Id.ToString()).ShouldBe(Id);
        TurnId.For(Id.SessionId, "m").ShouldBe(Id);
        TurnId.For(Id.SessionId, "n").ShouldNotBe(Id);
    }
}
