using DigitalTwin.Conversations;

namespace DigitalTwin.Turns.Events;

/// <summary>A reader's hold on a turn's events: the turn's stream stays the same one until it is disposed of.</summary>
/// <param name="id">The turn's id.</param>
/// <param name="stream">Its events.</param>
/// <param name="leave">Called once when the reader leaves.</param>
internal sealed class TurnFeed(TurnId id, TurnStream stream, Action leave) : IDisposable
{
    private Action? leave = leave;

    public TurnId Id => id;

    public TurnStream Stream => stream;

    /// <summary>
    /// Tells whether a message that comes under the same id is the same one; <see langword="null"/> where that is not known.
    /// </summary>
    public string? MessageHash { get; init; }

    /// <summary>Whether the turn failed by a defect: the same message may be tried again.</summary>
    public bool MayBeRepeated { get; init; }

    public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
}
