namespace DigitalTwin.Storage;

/// <summary>Overwrites what erased rows may have left of themselves between others, where a store does so.</summary>
public interface IErasedSpace
{
    /// <summary>
    /// Overwrites it, once for all who wait for it. Takes as long as there is data, and longer for who asks again and again.
    /// </summary>
    /// <param name="evenIfLarge">Whether also where that takes more than a moment.</param>
    Task OverwriteAsync(bool evenIfLarge);
}

/// <summary>A store that keeps nothing of what was erased, or keeps it where nobody of ours can reach it, as in the cloud.</summary>
internal sealed class NoErasedSpace : IErasedSpace
{
    public Task OverwriteAsync(bool evenIfLarge) => Task.CompletedTask;
}
