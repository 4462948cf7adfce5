namespace DigitalTwin.Storage;

/// <summary>How much space is left to write to.</summary>
public enum StorageSpace
{
    /// <summary>Enough, or more than will ever be used.</summary>
    Enough,

    /// <summary>Less than 5 %: the owner has to see to it.</summary>
    Low,

    /// <summary>Too little to keep another turn.</summary>
    Full,
}

/// <summary>Tells whether there is space to keep what is about to be paid for. Asked before each turn, so it has to be quick.</summary>
public interface IStorageSpace
{
    /// <summary>The space that is left, as of a second ago at most.</summary>
    StorageSpace Look();
}

/// <summary>The store is full: nothing of the batch was written. Erasing still works.</summary>
public sealed class StorageFullException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A store that does not fill up, as in the cloud.</summary>
internal sealed class UnboundedSpace : IStorageSpace
{
    public StorageSpace Look() => StorageSpace.Enough;
}
