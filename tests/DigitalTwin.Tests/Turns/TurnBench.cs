using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Testing;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Turns;

/// <summary>Runs workflows over real journals, with steps a test scripts.</summary>
internal sealed class TurnBench : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteRowStore database;
    private readonly ITurnWorkflow workflow;

    public TurnBench(ITurnWorkflow? workflow = null)
    {
        this.workflow = workflow ?? new AgentWorkflow();
        database = DataOnDisk.OpenRows(folder.Path);
        Rows = new CountingRowStore(database);
        Store = new JournalStore(Rows, ProcessIdentity.New(), Options.Create(Limits), Time);
    }

    public ManualTime Time { get; } = new();

    public LimitsOptions Limits { get; } = new();

    public CountingRowStore Rows { get; }

    public JournalStore Store { get; }

    public TurnId Id { get; } = TurnId.For(SessionId.New(), "m");

    public JournalStore OtherProcess() => new(Rows, ProcessIdentity.New(), Options.Create(Limits), Time);

    public TurnStart Start() => new()
    {
        Id = Id,
        Workflow = workflow.Name,
        StartedAt = Time.GetUtcNow(),
        Limits = Limits.Snapshot(),
        MessageId = "m",
        Message = "Hello",
    };

    public TurnJournal Begin() => Store.Begin(Start());

    public async Task<TurnJournal> LoadAsync() => (await Store.LoadAsync(Id, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>Runs the turn over a journal; without steps it is only told.</summary>
    public async Task<(TurnOutcome? Outcome, IReadOnlyList<TurnEvent> Events)> RunAsync(TurnJournal journal, ITurnSteps? steps)
    {
        var stream = new TurnStream();
        var writer = new TurnEventWriter(journal.Header.Start, stream);
        var outcome = steps is null
            ? await WorkflowReplay.ReplayAsync(workflow, journal, writer)
            : await WorkflowReplay.RunAsync(workflow, journal, writer, steps, Time);
        return (outcome, stream.Snapshot());
    }

    /// <summary>A journal with only these entries, that nobody stored.</summary>
    public TurnJournal With(IEnumerable<JournalEntry> entries)
        => new(Store, new JournalHeader { Start = Start() with { StartedAt = default } }, null, [.. entries], isShared: false);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
