using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Testing;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Turns;

/// <summary>A journal that several activities write at once, some of them delivered twice.</summary>
public sealed class SharedJournalTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TurnId id = TurnId.For(SessionId.New(), "m");
    private readonly SqliteRowStore rows;
    private readonly JournalStore store;

    public SharedJournalTests()
    {
        rows = DataOnDisk.OpenRows(folder.Path);
        store = new JournalStore(rows, ProcessIdentity.New(), Options.Create(new LimitsOptions()), TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public void Dispose()
    {
        rows.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Steps_done_side_by_side_are_all_there_in_an_order_of_their_own()
    {
        await BeginAsync();
        var journals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => store.LoadAsync(id, Token, isShared: true)));
        await Task.WhenAll(journals.Select(async (journal, i) =>
        {
            journal!.Begin($"tool:1:{i}:1", "{}", Now);
            await journal.FlushAsync();
            journal.End($"tool:1:{i}:1", $"\"{i}\"", Now);
            await journal.FlushAsync();
            journal.Dispose();
        }));
        using var after = await store.LoadAsync(id, Token);
        after!.Entries.Select(entry => entry.Order).ShouldBe(Enumerable.Range(1, 7));
        for (var i = 0; i < 6; i++)
        {
            after.Find($"tool:1:{i}:1")!.Result.ShouldBe($"\"{i}\"");
        }
    }

    [Fact]
    public async Task A_step_that_somebody_else_has_begun_is_theirs()
    {
        await BeginAsync();
        using var first = await LoadAsync();
        using var again = await LoadAsync();
        using var beside = await LoadAsync();
        beside.Begin("tool:1:1:1", "{}", Now);
        await beside.FlushAsync();
        first.Begin("tool:1:0:1", "{}", Now);
        await first.FlushAsync();
        again.Begin("tool:1:0:1", "{}", Now);
        await Should.ThrowAsync<TurnBusyException>(() => again.FlushAsync());
        using var after = await LoadAsync();
        after.Entries.Select(entry => entry.Key).ShouldBe(["think:1", "tool:1:1:1", "tool:1:0:1"]);
    }

    [Fact]
    public async Task Of_a_step_that_was_cut_off_and_done_twice_the_first_result_stays()
    {
        await BeginAsync();
        using (var cutOff = await LoadAsync())
        {
            cutOff.Begin("tool:1:0:1", "{}", Now);
            await cutOff.FlushAsync();
        }

        using var first = await LoadAsync();
        using var second = await LoadAsync();
        first.End("tool:1:0:1", "\"first\"", Now);
        await first.FlushAsync();
        second.End("tool:1:0:1", "\"second\"", Now);
        await second.FlushAsync();
        second.Find("tool:1:0:1")!.Result.ShouldBe("\"first\"");
        using var after = await LoadAsync();
        after.Find("tool:1:0:1")!.Result.ShouldBe("\"first\"");
    }

    [Fact]
    public async Task What_is_cancelled_or_erased_takes_no_more_steps()
    {
        await BeginAsync();
        using var working = await LoadAsync();
        using (var cancelling = await LoadAsync())
        {
            (await cancelling.TryCancelAsync()).ShouldBeTrue();
        }

        working.Begin("tool:1:0:1", "{}", Now);
        await Should.ThrowAsync<TurnLostException>(() => working.FlushAsync());
        using var late = await LoadAsync();
        await store.DeleteAsync(id, Token);
        late.Begin("tool:1:0:1", "{}", Now);
        await Should.ThrowAsync<TurnLostException>(() => late.FlushAsync());
        (await store.LoadAsync(id, Token)).ShouldBeNull();
    }

    private async Task BeginAsync()
    {
        using var journal = store.Begin(new TurnStart
        {
            Id = id,
            Workflow = AgentWorkflow.WorkflowName,
            StartedAt = Now,
            Limits = new LimitsOptions().Snapshot(),
            MessageId = "m",
        });
        journal.Begin("think:1", "{}", Now);
        journal.End("think:1", "{}", Now);
        await journal.FlushAsync();
    }

    private async Task<TurnJournal> LoadAsync() => (await store.LoadAsync(id, Token, isShared: true))!;
}
