namespace DigitalTwin.Outgoing;

/// <summary>Why a call to another server did not succeed.</summary>
internal enum OutgoingFailure
{
    /// <summary>The address is none that may be called: not http or https, or with a name and password in it.</summary>
    BadAddress,

    /// <summary>The address leads inside.</summary>
    Inside,

    /// <summary>The server could not be reached, or broke off.</summary>
    Unreachable,

    /// <summary>The answer took too long.</summary>
    Timeout,

    /// <summary>The answer is larger than it may be.</summary>
    TooLarge,

    /// <summary>The server sends from one address to the other without end.</summary>
    TooManyRedirects,
}

/// <summary>A call to another server that did not succeed. The message has the host's name and nothing else of the address.</summary>
internal sealed class OutgoingException(OutgoingFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public OutgoingFailure Failure => failure;
}
