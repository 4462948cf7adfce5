using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>Begins turns that do nothing but wait at first, such as a hand-over. Begun twice under one id, it is one turn.</summary>
internal sealed class WaitingTurnStarter(JournalStore journals, ITurnScheduler scheduler, TimeProvider time)
{
    /// <param name="start">What the turn begins with.</param>
    /// <param name="wait">The first step of its workflow.</param>
    public async Task BeginAsync(TurnStart start, WaitStep wait)
    {
        using var journal = journals.Begin(start);
        var (key, now) = (StepKeys.Wait(wait.Key), time.GetUtcNow());
        var due = now + TimeSpan.FromHours(wait.Hours);
        journal.Begin(key, StepKinds.Wait.Write(wait), now, due);
        var header = new TurnWait(key, wait.Kind, due);
        try
        {
            await journal.SuspendAsync(header);
        }
        catch (TurnLostException)
        {
            // It was begun before.
            return;
        }

        await scheduler.WaitBeganAsync(start, header);
    }
}
