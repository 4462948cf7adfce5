using DigitalTwin.Prompts;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Tests.Turns;

/// <summary>What a turn writes while it works: that it is held, and what it has said so far.</summary>
public sealed class LeaseRenewalTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly TurnBench bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task What_was_said_is_written_only_where_there_is_more_of_it()
    {
        using var journal = Thinking();
        journal.Say(Piece("One "));
        journal.Say(Piece("two"));
        (await journal.KeepAsync(evenIfSilent: false)).ShouldBeTrue();
        (await SaidAsync()).ShouldBe("One two");
        (await journal.KeepAsync(evenIfSilent: false)).ShouldBeFalse();
        bench.Rows.Writes.ShouldBe(1);
        (await journal.KeepAsync(evenIfSilent: true)).ShouldBeTrue();
        bench.Rows.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_run_said_that_was_cut_off_is_forgotten_by_the_next_one()
    {
        using (var journal = bench.Begin())
        {
            journal.Begin(StepKeys.Think(1), "{}", bench.Time.GetUtcNow());
            journal.End(StepKeys.Think(1), "{}", bench.Time.GetUtcNow());
            journal.Begin(StepKeys.Think(2), "{}", bench.Time.GetUtcNow());
            journal.Say(Piece("One "));
            await journal.KeepAsync(evenIfSilent: false);
        }

        using var next = await bench.LoadAsync();
        next.Find(StepKeys.Think(2))!.Said.ShouldNotBeNull();
        await next.LeaseAsync(isNewRun: true);
        using var after = await bench.LoadAsync();
        after.Find(StepKeys.Think(2))!.Said.ShouldBeNull();
        after.Find(StepKeys.Think(1))!.IsDone.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(true, 20)]
    [InlineData(false, 20)]
    public async Task It_is_written_in_time(bool isShared, int seconds)
    {
        using var journal = Thinking();
        var written = new TaskCompletionSource();
        bench.Rows.AfterWrite = () => written.TrySetResult();
        await using var renewal = new LeaseRenewal(journal, Lease, isShared, bench.Time, () => { });
        journal.Say(Piece("One"));
        bench.Time.Advance(TimeSpan.FromSeconds(seconds));
        await written.Task.WaitAsync(Token);
        (await SaidAsync()).ShouldBe("One");
    }

    [Fact]
    public async Task Another_process_that_took_the_turn_is_noticed()
    {
        using var journal = Thinking();
        await journal.LeaseAsync(isNewRun: false);
        using (var other = await bench.LoadAsync())
        {
            await other.LeaseAsync(isNewRun: true);
        }

        var lost = new TaskCompletionSource();
        await using var renewal = new LeaseRenewal(journal, Lease, isShared: true, bench.Time, lost.SetResult);
        bench.Time.Advance(Lease);
        await lost.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_wait_ends_once_and_only_under_its_own_name()
    {
        using var journal = bench.Begin();
        (await journal.TryResolveAsync("wait:a", "{}", bench.Time.GetUtcNow())).ShouldBeFalse();
        journal.Begin("wait:a", "{}", bench.Time.GetUtcNow());
        await journal.SuspendAsync(new TurnWait("wait:a", WaitKind.Clarification, bench.Time.GetUtcNow().AddDays(1)));
        (await journal.TryResolveAsync("wait:b", "{}", bench.Time.GetUtcNow())).ShouldBeFalse();
        (await journal.TryResolveAsync("wait:a", "{}", bench.Time.GetUtcNow())).ShouldBeTrue();
        (await journal.TryResolveAsync("wait:a", "{}", bench.Time.GetUtcNow())).ShouldBeFalse();
    }

    private static ReplyPiece Piece(string text) => new(text, null, 0);

    private TurnJournal Thinking()
    {
        var journal = bench.Begin();
        journal.Begin(StepKeys.Think(1), "{}", bench.Time.GetUtcNow());
        return journal;
    }

    private async Task<string> SaidAsync()
    {
        using var elsewhere = await bench.LoadAsync();
        return string.Concat(elsewhere.Find(StepKeys.Think(1))!.Said!.Select(piece => piece.Text));
    }
}
