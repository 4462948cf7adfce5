namespace DigitalTwin.LocalHost;

/// <summary>The host cannot start. The message tells its owner why and what to do; no stack trace is needed.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
