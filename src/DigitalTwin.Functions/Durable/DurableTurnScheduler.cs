using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Durable;

/// <summary>
/// Waiting turns in Durable Functions. A turn that waits for no person never gets here: it runs in its request. Where a turn begins
/// to wait, an orchestration under its id takes over, with the steps already done carried over in the turn's journal.
/// </summary>
/// <param name="journals">The turns that are not over.</param>
/// <param name="instances">Their orchestrations.</param>
/// <param name="logger">Told what the schedule has to make good.</param>
/// <remarks>
/// Whatever the journal says already is not undone because the engine cannot be told: <c>TakeUpTurns</c> tells it later.
/// </remarks>
internal sealed partial class DurableTurnScheduler(
    JournalStore journals, TurnInstances instances, ILogger<DurableTurnScheduler> logger) : ITurnScheduler
{
    public bool HasOtherInstances => true;

    public Task WaitBeganAsync(TurnStart start, TurnWait wait)
        => TellAsync(start.Id, () => instances.EnsureAsync(start, CancellationToken.None));

    public async Task ContinueAsync(TurnId id)
    {
        using var journal = await journals.LoadAsync(id, CancellationToken.None);
        await TellAsync(id, async () =>
        {
            // An instance that is new finds in the journal that the wait is over. One that is there needs to be told.
            var wasThere = journal is not null && await instances.EnsureAsync(journal.Header.Start, CancellationToken.None);
            if (wasThere && journal!.Waits.LastOrDefault() is { } wait)
            {
                await instances.RaiseAsync(id, StepKinds.Wait.RequestOf(wait).Kind, CancellationToken.None);
            }
        });
    }

    public Task StopAsync(TurnId id) => TellAsync(id, () => instances.TerminateAsync(id, CancellationToken.None));

    public async ValueTask<bool> IsOpenAsync(TurnId id, CancellationToken cancellationToken)
        => await journals.FindAsync(id, cancellationToken) is not null;

    private async Task TellAsync(TurnId id, Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (IOException error)
        {
            LogNotTold(logger, id, error);
        }
    }

    [LoggerMessage(EventId = 9001, Level = LogLevel.Warning,
        Message = "The durable engine could not be told of turn {TurnId}: the schedule will see to it")]
    private static partial void LogNotTold(ILogger logger, TurnId turnId, Exception error);
}
