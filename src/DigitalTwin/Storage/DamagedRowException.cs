using System.Text.Json;

namespace DigitalTwin.Storage;

/// <summary>A row that is there and cannot be read: its content is not what was written.</summary>
public sealed class DamagedRowException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether reading content failed because of what it says, and not because its store is closed.</summary>
    internal static bool IsMeantBy(Exception error)
        => error is not ObjectDisposedException
            && error is FormatException or JsonException or ArgumentException or OverflowException or InvalidOperationException
            or KeyNotFoundException or DamagedRowException;
}
