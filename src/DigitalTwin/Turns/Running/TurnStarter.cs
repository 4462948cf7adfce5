using DigitalTwin.Conversations;
using DigitalTwin.Media;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>Begins turns, and has them go on, in this process.</summary>
internal sealed class TurnStarter(RunningTurns turns, TurnRunner runner)
{
    /// <summary>Begins a turn that a client reads.</summary>
    /// <param name="start">What it begins with.</param>
    /// <param name="conversation">What was said before.</param>
    /// <param name="pictures">The pictures that came with the message.</param>
    /// <exception cref="Hosting.ProblemException">The host is stopping, or too many turns of the session are running.</exception>
    public RunningTurn Begin(TurnStart start, Conversation conversation, IReadOnlyList<Picture>? pictures = null)
        => turns.Begin(start.Id, StoredTurn.HashOf(start.Message), turn => runner.RunAsync(turn, start, conversation, pictures ?? []));

    /// <summary>Has a turn go on from where its journal stands, unless it runs already.</summary>
    /// <returns>False where another process holds it.</returns>
    /// <exception cref="Hosting.ProblemException">The host is stopping.</exception>
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
