namespace DigitalTwin.Sessions;

/// <summary>A feature that keeps something of a visitor's beside the conversation.</summary>
internal interface IErasedWithSession
{
    /// <summary>Erases what came from a session, and all earlier content of it.</summary>
    Task EraseAsync(string sessionId, CancellationToken cancellationToken);
}
