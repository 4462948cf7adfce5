using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Media;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>Begins turns, and has them go on, in this process.</summary>
internal sealed class TurnStarter(RunningTurns turns, TurnRunner runner, IStorageSpace space)
{
    /// <summary>Begins a turn that a client reads.</summary>
    /// <param name="start">What it begins with.</param>
    /// <param name="conversation">What was said before.</param>
    /// <param name="isWatched">Whether the client watches the reply being written.</param>
    /// <param name="pictures">The pictures that came with the message.</param>
    /// <exception cref="ProblemException">
    /// The host is stopping, too many turns of the session are running, or the reply could not be kept for lack of space.
    /// </exception>
    public RunningTurn Begin(TurnStart start, Conversation conversation, bool isWatched, IReadOnlyList<Picture>? pictures = null)
    {
        // Before money is spent on a model.
        if (space.Look() == StorageSpace.Full)
        {
            throw new ProblemException(Problems.StorageFull);
        }

        return turns.Begin(start.Id, StoredTurn.HashOf(start.Message), turn =>
        {
            turn.IsWatched = isWatched;
            return runner.RunAsync(turn, start, conversation, pictures ?? []);
        });
    }

    /// <summary>Has a turn go on from where its journal stands, unless it runs already.</summary>
    /// <returns>False where another process holds it.</returns>
    /// <exception cref="ProblemException">The host is stopping.</exception>
    public async Task<bool> ContinueAsync(TurnId id)
    {
        // The run that began the wait may be at its last lines still.
        if (turns.Find(id) is { } last)
        {
            await last.Work;
        }

        var isFree = true;
        await turns.Resume(id, async turn => isFree = await runner.ResumeAsync(turn)).Work;
        return isFree;
    }
}
