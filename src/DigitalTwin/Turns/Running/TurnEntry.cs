using DigitalTwin.Turns.Events;

namespace DigitalTwin.Turns.Running;

/// <summary>What this process has of a turn that it works on or that has readers here.</summary>
internal sealed class TurnEntry
{
    public TurnStream Stream { get; } = new();

    public RunningTurn? Running { get; set; }

    public int Readers { get; set; }
}
