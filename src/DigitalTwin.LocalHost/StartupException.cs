namespace DigitalTwin.LocalHost;

/// <summary>The host cannot start, and the message tells its owner why and what to do; no stack trace is needed.</summary>
public sealed class StartupException : Exception
{
    internal StartupException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
