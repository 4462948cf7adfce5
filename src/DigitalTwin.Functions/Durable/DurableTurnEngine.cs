using System.Text.Json;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Durable;

/// <summary>
/// Waiting turns in Durable Functions. A turn that waits for nobody never gets here: it runs in its request. Where a turn begins
/// to wait, an orchestration under its id takes over, with the steps already done carried over in the turn's journal.
/// </summary>
/// <param name="services">The runner suspends turns here: one of the two has to find the other later.</param>
/// <param name="journals">The turns that are not over.</param>
/// <param name="instances">Their orchestrations.</param>
/// <param name="logger">Told what the schedule has to make good.</param>
/// <remarks>Whatever the journal says already is not undone because the engine cannot be told: <c>TakeUpTurns</c> tells it later.</remarks>
internal sealed partial class DurableTurnEngine(IServiceProvider services, JournalStore journals, TurnInstances instances, ILogger<DurableTurnEngine> logger) : ITurnEngine
{
    public bool IsShared => true;

    public async Task SuspendedAsync(TurnId id, TurnWait wait)
    {
        if (await journals.FindAsync(id, CancellationToken.None) is { } found)
        {
            await TellAsync(id, () => instances.EnsureAsync(found.Header.Start, CancellationToken.None));
        }
    }

    public async ValueTask<bool> HoldsAsync(TurnId id, CancellationToken cancellationToken) => await journals.FindAsync(id, cancellationToken) is not null;

    public async Task WakeAsync(TurnId id)
    {
        using var journal = await journals.LoadAsync(id, CancellationToken.None);

        await TellAsync(id, async () =>
        {
            // An instance that is new finds in the journal that the wait is over. One that is there needs to be told.
            if (journal is not null && await instances.EnsureAsync(journal.Header.Start, CancellationToken.None) && LastWait(journal) is { } wait)
            {
                await instances.RaiseAsync(id, wait.Kind, CancellationToken.None);
            }
        });
    }

    public async Task CancelAsync(TurnId id)
    {
        await TellAsync(id, () => instances.TerminateAsync(id, CancellationToken.None));
        await ResumeAsync(id);
    }

    public Task ForgetAsync(TurnId id) => TellAsync(id, () => instances.TerminateAsync(id, CancellationToken.None));

    public async Task StartAsync(TurnStart start)
    {
        using var journal = journals.Begin(start);
        try
        {
            await journal.LeaseAsync(isNewRun: false);
        }
        catch (TurnLostException)
        {
            // It was begun before, and waits or is at work.
            return;
        }

        // Up to its first wait it runs here: whoever hears of it can answer it at once.
        await ResumeAsync(start.Id);
    }

    private Task ResumeAsync(TurnId id) => services.GetRequiredService<TurnRegistry>().Resume(id, services.GetRequiredService<TurnRunner>().ResumeAsync).Work;

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

    private static WaitStep? LastWait(TurnJournal journal)
        => journal.Entries.LastOrDefault(entry => entry.Key.StartsWith(StepKeys.WaitPrefix, StringComparison.Ordinal)) is { } entry
            ? JsonSerializer.Deserialize(entry.Request, ProductJson.Api.WaitStep)
            : null;

    [LoggerMessage(EventId = 9001, Level = LogLevel.Warning, Message = "The durable engine could not be told of turn {TurnId}: the schedule will see to it")]
    private static partial void LogNotTold(ILogger logger, TurnId turnId, Exception error);
}
