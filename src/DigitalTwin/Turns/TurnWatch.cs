namespace DigitalTwin.Turns;

/// <summary>A look at a turn's events; the turn's stream stays the same one until it is disposed.</summary>
internal sealed class TurnWatch(TurnStream stream, Action leave) : IDisposable
{
    private Action? leave = leave;

    public TurnStream Stream => stream;

    public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
}
