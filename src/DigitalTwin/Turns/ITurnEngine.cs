using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.Turns;

/// <summary>Sees to it that waiting turns go on: the part of a turn that hosts do differently.</summary>
internal interface ITurnEngine
{
    /// <summary>Whether other processes work on turns beside this one: then what happens to a turn may have to be looked up.</summary>
    bool IsShared { get; }

    /// <summary>A turn waits from now on; it is to be woken when the wait's time is up.</summary>
    Task SuspendedAsync(TurnId id, TurnWait wait);

    /// <summary>A turn's wait was ended, or whoever worked on it went silent: it is to go on.</summary>
    Task WakeAsync(TurnId id);

    /// <summary>A turn was cancelled in its journal: it is to be stored as it stands.</summary>
    Task CancelAsync(TurnId id);

    /// <summary>A turn was erased: nothing is to be kept of it.</summary>
    Task ForgetAsync(TurnId id);

    /// <summary>Whether the turn is one that waits.</summary>
    ValueTask<bool> HoldsAsync(TurnId id, CancellationToken cancellationToken);

    /// <summary>Begins a turn that nobody streams. Begun twice under one id, it is one turn.</summary>
    Task StartAsync(TurnStart start);
}
