using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Turns;

public sealed class RunningTurnsTests
{
    private static readonly TurnId Id = TurnId.For(SessionId.New(), "m");

    private readonly RunningTurns registry = new(NullLogger<RunningTurns>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_turn_runs_once_however_often_it_is_started()
    {
        var (runs, gate) = (0, new TaskCompletionSource());
        var turns = Enumerable.Range(0, 50).AsParallel().Select(_ => registry.Begin(Id, "hash", async _ =>
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
        var turn = registry.Begin(Id, "hash", _ => gate.Task);
        var stopping = registry.StoppingAsync(Token);
        stopping.IsCompleted.ShouldBeFalse();
        var another = TurnId.For(SessionId.New(), "n");
        Should.Throw<ProblemException>(() => registry.Begin(another, "hash", _ => Task.CompletedTask))
            .Problem.ShouldBe(Problems.ShuttingDown);
        gate.SetResult();
        await stopping;
        turn.Work.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_has_no_time_left_cancels()
    {
        var turn = registry.Begin(Id, "hash", UntilCancelled);
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await registry.StoppingAsync(now.Token);
        turn.Work.IsCompleted.ShouldBeTrue();
        registry.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_a_session_leaves_the_others()
    {
        var other = TurnId.For(SessionId.New(), "m");
        registry.Begin(Id, "hash", UntilCancelled);
        registry.Begin(other, "hash", UntilCancelled);
        await registry.CancelSessionAsync(Id.SessionId);
        registry.Find(Id).ShouldBeNull();
        registry.Find(other).ShouldNotBeNull().Cancel();
    }

    [Fact]
    public async Task A_session_has_so_many_turns_at_once_and_what_it_began_goes_on()
    {
        var gate = new TaskCompletionSource();
        var turns = Enumerable.Range(0, RunningTurns.MostPerSession)
            .Select(i => registry.Begin(TurnId.For(Id.SessionId, $"{i}"), "hash", _ => gate.Task))
            .ToList();
        Should.Throw<ProblemException>(() => registry.Begin(Id, "hash", _ => gate.Task)).Problem.ShouldBe(Problems.TooManyTurns);
        registry.Resume(Id, _ => gate.Task).ShouldNotBeNull();
        registry.Begin(TurnId.For(SessionId.New(), "m"), "hash", _ => gate.Task).ShouldNotBeNull();
        gate.SetResult();
        await Task.WhenAll(turns.Select(turn => turn.Work));
    }

    [Fact]
    public async Task Whoever_watches_a_turn_sees_what_a_later_run_tells()
    {
        using var watch = registry.Watch(Id);
        await registry.Resume(Id, turn =>
        {
            turn.Stream.Write(new TurnEvent(1, TurnEventTypes.Started, "{}"));
            return Task.CompletedTask;
        }).Work;
        await registry.Resume(Id, turn =>
        {
            turn.Stream.Write(new TurnEvent(1, TurnEventTypes.Started, "{}"));
            turn.Stream.Write(new TurnEvent(2, TurnEventTypes.Completed, "{}", 1));
            return Task.CompletedTask;
        }).Work;
        watch.Stream.Snapshot().Select(next => next.Name).ShouldBe(["1", "2.1"]);
    }

    [Fact]
    public async Task A_turn_whose_work_throws_sends_its_readers_away()
    {
        using var watch = registry.Watch(Id);
        await registry.Resume(Id, _ => throw new InvalidOperationException("no")).Work;
        (await watch.Stream.ReadAsync(0, Token)).ShouldBeEmpty();
        registry.Find(Id).ShouldBeNull();
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

    private static Task UntilCancelled(RunningTurn turn)
        => Task.Delay(Timeout.Infinite, turn.Cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
}
