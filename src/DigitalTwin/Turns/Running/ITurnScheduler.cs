using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>Schedules waiting turns; each host implements it. It is told what happened, and calls nothing of the product itself.</summary>
internal interface ITurnScheduler
{
    /// <summary>Whether other processes work on turns, too: then what happens to a turn may have to be looked up.</summary>
    bool HasOtherInstances { get; }

    /// <summary>A turn waits from now on; it is to go on when the wait's time is up.</summary>
    Task WaitBeganAsync(TurnStart start, TurnWait wait);

    /// <summary>A turn's wait ended, or its process went silent: it is to go on.</summary>
    Task ContinueAsync(TurnId id);

    /// <summary>A turn was cancelled or erased: it waits no more.</summary>
    Task StopAsync(TurnId id);

    /// <summary>Whether the turn is open as far as the scheduler knows: it waits, or was cut off.</summary>
    ValueTask<bool> IsOpenAsync(TurnId id, CancellationToken cancellationToken);
}
