using DigitalTwin.Conversations;
using DigitalTwin.Offerings.Finding;
using DigitalTwin.Prompts;
using DigitalTwin.Tests.Turns;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Tests.Offerings;

/// <summary>A search that is cut off after any of its writes goes on with the rest, and tells the same.</summary>
public sealed class SearchWorkflowTests : IDisposable
{
    private static readonly string[] Order = [NeedWork.StepName, FindWork.StepName, RankWork.StepName, ComposeWork.StepName];

    private readonly TurnBench bench = new(new SearchWorkflow());

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Every_step_is_done_once_and_the_states_come_in_their_order()
    {
        var (entries, events) = await RunAsync();
        entries.Select(entry => entry.Key).ShouldBe(["work:need", "wait:ask-need", "work:find", "work:rank", "work:compose"]);
        events.Where(each => each.Type == TurnEventTypes.Status).Select(each => TurnEventKinds.Status.Read(each).Status.ToString())
            .ShouldBe(["Initial", "RequirementBuilding", "Clarification", "Searching", "Ranking"]);
        events.Select(each => each.Type).ShouldContain(TurnEventTypes.Offerings);
    }

    [Fact]
    public async Task Gone_on_from_any_prefix_of_its_journal_it_does_only_the_rest_and_tells_the_same()
    {
        var (entries, whole) = await RunAsync();
        for (var count = 2; count <= entries.Count; count++)
        {
            await bench.Store.DeleteAsync(bench.Id, CancellationToken.None);
            using var prefix = bench.With(entries.Take(count));
            var steps = Steps();
            var (outcome, events) = await bench.RunAsync(prefix, steps);
            outcome.ShouldBe(TurnOutcome.Completed);
            steps.Works.ShouldBe(Order.Skip(count - 1));
            events.Select(Plain).ShouldBe(whole.Select(Plain), $"after {count} of {entries.Count} steps");
        }
    }

    [Fact]
    public async Task Without_an_answer_in_time_it_searches_by_what_is_known()
    {
        using var journal = bench.Begin();
        (await bench.RunAsync(journal, Steps())).Outcome.ShouldBeNull();
        using var waiting = await bench.LoadAsync();
        (await waiting.TryResolveAsync(waiting.Header.Wait!.Key, """{"timedOut":true}""", bench.Time.GetUtcNow())).ShouldBeTrue();
        using var next = await bench.LoadAsync();
        await next.LeaseAsync(isNewRun: true);
        var (outcome, events) = await bench.RunAsync(next, Steps());
        outcome.ShouldBe(TurnOutcome.Completed);
        events.Select(each => each.Type).ShouldNotContain(TurnEventTypes.Answer);
    }

    private async Task<(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<TurnEvent> Events)> RunAsync()
    {
        using var begun = bench.Begin();
        (await bench.RunAsync(begun, Steps())).Outcome.ShouldBeNull();
        using var waiting = await bench.LoadAsync();
        (await waiting.TryResolveAsync(waiting.Header.Wait!.Key, """{"text":"lesson"}""", bench.Time.GetUtcNow())).ShouldBeTrue();
        var journal = await bench.LoadAsync();
        await journal.LeaseAsync(isNewRun: true);
        var (outcome, events) = await bench.RunAsync(journal, Steps());
        outcome.ShouldBe(TurnOutcome.Completed);
        return (journal.Entries, events);
    }

    private static (string Type, string Data) Plain(TurnEvent next) => (next.Type, next.Data);

    private static ScriptedSteps Steps() => new(_ => throw new InvalidOperationException("No model."), work: step => step.Name switch
    {
        NeedWork.StepName => new WorkOutcome { Result = "need", Question = new Clarification("Which?", ["lesson", "print"]) },
        ComposeWork.StepName => new WorkOutcome { Pieces = [new ReplyPiece("This.", null, 0)], Offerings = [new OfferingCard("a", "A")] },
        _ => new WorkOutcome { Result = step.Name },
    });
}
