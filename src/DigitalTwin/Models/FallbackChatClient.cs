using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Models;

/// <summary>
/// Answers with the offline model when the configured one fails, and marks those updates: a visitor always gets a reply.
/// </summary>
internal sealed partial class FallbackChatClient(
    IChatClient model,
    IChatClient offline,
    ModelHealth health,
    ILogger<FallbackChatClient> logger)
    : DelegatingChatClient(model)
{
    private const string Degraded = "degraded";
    private const string BrokenOff = "\n\n*My connection broke off here. What I have written about this:*\n\n";

    /// <summary>Whether the update comes from the fallback.</summary>
    public static bool IsDegraded(ChatResponseUpdate update) => update.AdditionalProperties?.ContainsKey(Degraded) == true;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var (hasText, hasCalls, ended) = (false, false, false);
        var source = base.GetStreamingResponseAsync(prompt, options, cancellationToken);
        await using (var updates = source.GetAsyncEnumerator(cancellationToken))
        {
            while (true)
            {
                if (await TryMoveNextAsync(updates) is not { } moved)
                {
                    break;
                }

                if (!moved)
                {
                    ended = true;
                    break;
                }

                hasText |= !string.IsNullOrWhiteSpace(updates.Current.Text);
                hasCalls |= options?.Tools is { Count: > 0 } && updates.Current.Has<FunctionCallContent>();
                yield return updates.Current;
            }
        }

        if (ended && (hasText || hasCalls))
        {
            health.Succeeded();
            yield break;
        }

        if (ended)
        {
            // A filter, or a limit that was spent on reasoning: there is no text.
            LogEmpty(logger);
        }

        if (hasText)
        {
            yield return Mark(new ChatResponseUpdate(ChatRole.Assistant, BrokenOff));
        }

        await foreach (var update in offline.GetStreamingResponseAsync(prompt, null, cancellationToken))
        {
            yield return Mark(update);
        }
    }

    // Null means that the model failed.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool?> TryMoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ModelException error)
        {
            LogFallback(logger, error.Failure, error);
            health.Failed(error.Failure);
            return null;
        }
    }

    private static ChatResponseUpdate Mark(ChatResponseUpdate update)
    {
        (update.AdditionalProperties ??= [])[Degraded] = true;
        return update;
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "The model ended without any text; the offline model answers")]
    private static partial void LogEmpty(ILogger logger);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The model failed ({Failure}); the offline model answers")]
    private static partial void LogFallback(ILogger logger, ModelFailure failure, Exception error);
}
