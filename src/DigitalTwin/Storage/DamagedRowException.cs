namespace DigitalTwin.Storage;

/// <summary>A row that is there and cannot be read: its content is not what was written.</summary>
public sealed class DamagedRowException(string message, Exception? inner = null) : Exception(message, inner);
