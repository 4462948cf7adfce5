using DigitalTwin.Tools;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Tests.Turns;

public sealed class WorkflowReplayTests : IDisposable
{
    private readonly TurnBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_turn_of_one_model_call_writes_no_journal()
    {
        using var journal = bench.Begin();
        var (outcome, events) = await bench.RunAsync(journal, new ScriptedSteps(_ => ScriptedSteps.Say("Hi.")));
        outcome.ShouldBe(TurnOutcome.Completed);
        events.Select(next => next.Type).ShouldBe(["turn.started", "status", "delta"]);
        (journal.IsStored, bench.Rows.Writes).ShouldBe((false, 0));
    }

    [Fact]
    public async Task Each_result_is_written_before_the_next_step_begins()
    {
        using var journal = bench.Begin();
        var written = new List<string>();
        var steps = new ScriptedSteps(
            step =>
            {
                written.Add($"think {step.Number}: {Stored()}");
                return step.Number == 1 ? ScriptedSteps.Call(Tool("a")) : ScriptedSteps.Say("Hi.");
            },
            _ =>
            {
                written.Add($"tool: {Stored()}");
                return new ToolOutcome { Result = "done" };
            });
        (await bench.RunAsync(journal, steps)).Outcome.ShouldBe(TurnOutcome.Completed);
        written.ShouldBe(["think 1: ", "tool: think:1=done tool:1:0:1=begun", "think 2: think:1=done tool:1:0:1=done"]);

        string Stored()
        {
            using var stored = bench.Store.LoadAsync(bench.Id, CancellationToken.None).GetAwaiter().GetResult();
            return string.Join(' ', (stored?.Entries ?? []).Select(entry => $"{entry.Key}={(entry.IsDone ? "done" : "begun")}"));
        }
    }

    [Fact]
    public async Task Told_from_any_prefix_of_its_journal_a_turn_tells_the_same()
    {
        var (entries, whole) = await RunEverythingAsync();
        for (var count = 0; count <= entries.Count; count++)
        {
            using var prefix = bench.With(entries.Take(count));
            var (outcome, events) = await bench.RunAsync(prefix, null);
            events.Select(Plain).ShouldBe(whole.Take(events.Count).Select(Plain), $"after {count} of {entries.Count} steps");
            (outcome is not null).ShouldBe(count == entries.Count);
        }
    }

    [Fact]
    public async Task Gone_on_from_any_prefix_of_its_journal_a_turn_does_only_the_rest()
    {
        var (entries, whole) = await RunEverythingAsync();
        for (var count = 0; count <= entries.Count; count++)
        {
            await bench.Store.DeleteAsync(bench.Id, CancellationToken.None);

            // As a crash leaves it: the steps so far, of which the last one is over.
            using var prefix = bench.With(entries.Take(count));
            var steps = EverythingSteps();
            var (outcome, events) = await bench.RunAsync(prefix, steps);
            var done = entries.Take(count).Select(entry => entry.Key).ToList();
            steps.Thoughts.Select(step => StepKeys.Think(step.Number))
                .Concat(steps.Tools.Select(step => StepKeys.Tool(step.Step, step.Index, step.Attempt)))
                .ShouldAllBe(key => !done.Contains(key));
            if (outcome is not null)
            {
                events.Select(Plain).ShouldBe(whole.Select(Plain));
            }
        }
    }

    [Theory]
    [InlineData("other")]
    [InlineData("random")]
    [InlineData("forgets")]
    [InlineData("waits")]
    public async Task A_workflow_that_is_not_deterministic_is_caught(string way)
    {
        using var other = new TurnBench(new Fickle(way));
        using var journal = other.Begin();
        (await other.RunAsync(journal, new ScriptedSteps(_ => ScriptedSteps.Say("Hi.")))).Outcome.ShouldBe(TurnOutcome.Completed);
        var entries = journal.Entries;
        var caught = 0;
        for (var count = 0; count <= entries.Count; count++)
        {
            using var prefix = other.With(entries.Take(count));
            try
            {
                await other.RunAsync(prefix, null);
            }
            catch (NonDeterministicTurnException)
            {
                caught++;
            }
        }

        caught.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Now_is_when_the_latest_step_ended()
    {
        var clock = new Clock();
        using var own = new TurnBench(clock);
        using var journal = own.Begin();
        await own.RunAsync(journal, new ScriptedSteps(_ =>
        {
            own.Time.Advance(TimeSpan.FromSeconds(5));
            return ScriptedSteps.Say("x");
        }));
        var first = clock.Seen.ToList();
        (first[1] - first[0]).ShouldBe(TimeSpan.FromSeconds(5));
        own.Time.Advance(TimeSpan.FromDays(1));
        clock.Seen.Clear();
        await own.RunAsync(journal, null);
        clock.Seen.ShouldBe(first);
    }

    [Fact]
    public async Task A_timer_that_a_crash_cut_short_is_not_waited_for_again()
    {
        using var own = new TurnBench(new Sleeper());
        using var journal = own.Begin();
        journal.Begin("timer:nap", "60", own.Time.GetUtcNow(), own.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
        own.Time.Advance(TimeSpan.FromSeconds(45));
        var steps = new ScriptedSteps(_ => ScriptedSteps.Say("x"));
        await own.RunAsync(journal, steps);
        steps.Delays.ShouldBe([TimeSpan.FromSeconds(15)]);
    }

    [Fact]
    public async Task A_process_that_lost_the_turn_writes_nothing_more()
    {
        using var journal = bench.Begin();
        await journal.LeaseAsync(isNewRun: false);
        bench.Time.Advance(bench.Store.LeaseTime);
        var other = bench.OtherProcess();
        using var taken = (await other.LoadAsync(bench.Id, CancellationToken.None))!;
        other.IsFree(taken.Header).ShouldBeTrue();
        await taken.LeaseAsync(isNewRun: true);
        bench.Store.IsFree((await bench.LoadAsync()).Header).ShouldBeFalse();
        await Should.ThrowAsync<TurnLostException>(() => bench.RunAsync(journal, new ScriptedSteps(_ => ScriptedSteps.Call(Tool("a")))));
        (await bench.LoadAsync()).Entries.ShouldBeEmpty();
        await Should.ThrowAsync<TurnLostException>(journal.FlushAsync);
    }

    private async Task<(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<TurnEvent> Events)> RunEverythingAsync()
    {
        var journal = bench.Begin();
        for (var waits = 0; ; waits++)
        {
            var (outcome, events) = await bench.RunAsync(journal, EverythingSteps());
            if (outcome is not null)
            {
                waits.ShouldBe(2);
                return (journal.Entries, events);
            }

            using var waiting = await bench.LoadAsync();
            (await waiting.TryResolveAsync(waiting.Header.Wait!.Key, """{"approved":true,"text":"Yes"}""", bench.Time.GetUtcNow()))
                .ShouldBeTrue();
            journal.Dispose();
            journal = await bench.LoadAsync();
            await journal.LeaseAsync(isNewRun: true);
        }
    }

    // Two tools side by side of which one fails at first, a question, an approval.
    private static ScriptedSteps EverythingSteps() => new(
        step => step.Number switch
        {
            1 => ScriptedSteps.Say("Let me see.") with { Calls = [Tool("a"), Tool("b") with { Attempts = 3, RetrySeconds = 1 }] },
            2 => ScriptedSteps.Call(
                new ToolCall("c", "ask_visitor", "{}") { Clarification = new Clarification("Which?", ["This", "That"]) }),
            3 => ScriptedSteps.Call(Tool("d") with { Approval = ToolApproval.Always }),
            _ => ScriptedSteps.Say("Done."),
        },
        step => step is { Index: 1, Attempt: 1 }
            ? new ToolOutcome { Result = "no", Failed = true, MayRetry = true }
            : new ToolOutcome { Result = "done" });

    private static ToolCall Tool(string name) => new($"call_{name}", name, "{}");

    // Times differ from run to run, runs are numbered, and nothing else may.
    private static string Plain(TurnEvent next) => $"{next.Sequence} {next.Type} {next.Data.Split("\"expiresAt\"")[0]}";
}
