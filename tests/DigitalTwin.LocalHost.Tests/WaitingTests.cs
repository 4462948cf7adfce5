using DigitalTwin.Conversations;
using DigitalTwin.LocalHost.Turns;
using DigitalTwin.Testing;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A thousand turns that wait cost next to nothing.</summary>
public sealed class WaitingTests
{
    private const int Turns = 1_000;
    private const long MostBytes = 50L * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_waiting_turns_cost_no_thread_and_little_memory_and_all_complete()
    {
        await using var host = await TwinHost.StartAsync();
        (await AskAsync(host)).Status.ShouldBe(202);
        var (memory, threads) = (GC.GetTotalMemory(forceFullCollection: true), ThreadPool.ThreadCount);
        var waiting = new List<(string Ticket, string Turn)>();
        foreach (var chunk in Enumerable.Range(0, Turns).Chunk(50))
        {
            waiting.AddRange(await Task.WhenAll(chunk.Select(async _ =>
            {
                var asked = await AskAsync(host);
                return (asked.Text("ticket"), asked.Text("turnId"));
            })));
        }

        var engine = host.Get<WaitingTurns>();
        engine.Count.ShouldBe(Turns + 1);
        var (grown, more) = (GC.GetTotalMemory(forceFullCollection: true) - memory, ThreadPool.ThreadCount - threads);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Turns} waiting turns: {grown / 1024} KB, {more} threads more.");
        grown.ShouldBeLessThan(MostBytes);
        more.ShouldBeLessThan(50);
        await Parallel.ForEachAsync(
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
            async (turn, _) => await AnswerAllAsync(host, turn.Ticket, turn.Turn));
        engine.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_turn_that_is_answered_after_another_ones_time_was_up_goes_on_at_once()
    {
        var time = new ManualTime();
        using var waiting = new WaitingTurns(time);
        var (due, answered) = (TurnId.For("session", "due"), TurnId.For("session", "answered"));
        waiting.Add(due, new TurnWait("w-1", WaitKind.Clarification, time.GetUtcNow().AddMinutes(1)));

        var first = waiting.WaitAsync(Token);
        time.Advance(TimeSpan.FromMinutes(1));
        await first;
        waiting.TakeDue()!.Value.Id.ShouldBe(due);

        var second = waiting.WaitAsync(Token);
        await waiting.ContinueAsync(answered);
        await second.WaitAsync(TimeSpan.FromSeconds(30), Token);
        waiting.TakeReady().ShouldBe(answered);
    }

    private static async Task<Answer> AskAsync(TwinHost host)
    {
        using var visitor = host.NewClient();
        return await visitor.ChatAsync("I would like to leave a message.");
    }

    private static async Task AnswerAllAsync(TwinHost host, string ticket, string turn)
    {
        using var visitor = host.NewClient();
        visitor.Ticket = ticket;
        foreach (var answer in new[] { "Bob", "bob@example.org", "Call me.", "No" })
        {
            var next = await visitor.ClarifyAsync(turn, answer);
            next.Status.ShouldBe(answer == "No" ? 200 : 202);
        }
    }
}
