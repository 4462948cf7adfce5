namespace DigitalTwin.Storage;

/// <summary>The store failed, and its adapter knows why: the message is for the owner, and has no path and no secret in it.</summary>
public sealed class StorageFaultException(string message, Exception? inner = null) : IOException(message, inner);
