using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Models;

/// <summary>
/// Asks one model after the other until one answers, and the offline model where none does; that one's updates are marked: a visitor
/// always gets a reply.
/// </summary>
/// <param name="models">The models in their order; at least one.</param>
/// <param name="offline">The embedded model.</param>
/// <param name="health">Learns of failures of the first model.</param>
/// <param name="logger">The log.</param>
internal sealed partial class FallbackChatClient(
    IReadOnlyList<IChatClient> models,
    IChatClient offline,
    ModelHealth health,
    ILogger<FallbackChatClient> logger)
    : DelegatingChatClient(models[0])
{
    private const string Degraded = "degraded";
    private const string BrokenOff = "\n\n*My connection broke off here. What I have written about this:*\n\n";
    private const string OnlyQuotes = "*Just now I can only quote what I have written.*\n\n";

    /// <summary>Whether the update comes from the embedded model.</summary>
    public static bool IsDegraded(ChatResponseUpdate update) => update.AdditionalProperties?.ContainsKey(Degraded) == true;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var hasText = false;
        for (var i = 0; i < models.Count && !hasText; i++)
        {
            var (hasCalls, ended) = (false, false);
            var source = models[i].GetStreamingResponseAsync(prompt, options, cancellationToken);
            await using var updates = source.GetAsyncEnumerator(cancellationToken);
            while (await TryMoveNextAsync(updates, i) is { } moved)
            {
                if (!moved)
                {
                    ended = true;
                    break;
                }

                hasText |= !string.IsNullOrWhiteSpace(updates.Current.Text);
                hasCalls |= options?.Tools is { Count: > 0 } && updates.Current.Has<FunctionCallContent>();
                yield return updates.Current;
            }

            if (ended && (hasText || hasCalls))
            {
                if (i == 0)
                {
                    health.Succeeded();
                }

                if (health.IsNews(PlaceOf(i), null))
                {
                    LogBack(logger, i + 1);
                }

                yield break;
            }

            if (ended)
            {
                // A filter, or a limit that was spent on reasoning: there is no text.
                LogEmpty(logger, i + 1);
            }
        }

        var lead = hasText ? BrokenOff : OnlyQuotes;
        yield return Mark(new ChatResponseUpdate(ChatRole.Assistant, lead) { ModelId = IModel.OfflineName });
        await foreach (var update in offline.GetStreamingResponseAsync(prompt, StandIn.Options, cancellationToken))
        {
            yield return Mark(update);
        }
    }

    private static string PlaceOf(int index) => $"model {index + 1}";

    // Null means that the model failed.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool?> TryMoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, int index)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ModelException error)
        {
            if (health.IsNews(PlaceOf(index), error.Failure))
            {
                LogFallback(logger, index + 1, error.Failure, error.Message);
            }

            if (index == 0)
            {
                health.Failed(error);
            }

            return null;
        }
    }

    private static ChatResponseUpdate Mark(ChatResponseUpdate update)
    {
        (update.AdditionalProperties ??= [])[Degraded] = true;
        return update;
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Model {Place} ended without any text; the next one answers")]
    private static partial void LogEmpty(ILogger logger, int place);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Model {Place} fails ({Failure}): {Reason}")]
    private static partial void LogFallback(ILogger logger, int place, ModelFailure failure, string reason);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "Model {Place} answers again")]
    private static partial void LogBack(ILogger logger, int place);
}
