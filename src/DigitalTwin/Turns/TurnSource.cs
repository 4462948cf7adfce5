using DigitalTwin.Conversations;

namespace DigitalTwin.Turns;

/// <summary>Finds a turn wherever it is: running in this process, or stored.</summary>
internal sealed class TurnSource(TurnRegistry registry, ConversationStore conversations)
{
    public async Task<TurnStream?> FindAsync(TurnId id, CancellationToken cancellationToken)
        => registry.Find(id)?.Stream ?? await FindStoredAsync(id, cancellationToken);

    public async Task<TurnStream?> FindStoredAsync(TurnId id, CancellationToken cancellationToken)
        => await conversations.GetTurnEventsAsync(id, cancellationToken) is { } events ? TurnStream.Of(TurnLog.Decode(events)) : null;
}
