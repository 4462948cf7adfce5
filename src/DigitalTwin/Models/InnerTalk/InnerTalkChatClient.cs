using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>
/// Keeps a model's inner talk inside: what it thinks, and the tools it calls, where its server leaves them in the text. A model that ends
/// without a word is asked once more with more room, since most often it has spent its room on thoughts.
/// </summary>
internal sealed partial class InnerTalkChatClient(IChatClient inner, ILogger<InnerTalkChatClient> logger) : DelegatingChatClient(inner)
{
    private const int MoreRoom = 4;
    private const int MostTokens = 32_768;

    private volatile bool thinksFirst;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var attempt = new Attempt(options, thinksFirst);
        List<ChatResponseUpdate> updates = [.. (await base.GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()];
        updates.ForEach(attempt.Take);
        thinksFirst |= attempt.Text.ThoughtFirst;
        return updates.Concat(attempt.End() is { } rest ? [rest] : []).ToChatResponse();
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var attempt = new Attempt(options, thinksFirst);
        await foreach (var update in ReadAsync(messages, options, attempt, cancellationToken))
        {
            yield return update;
        }

        if (attempt.HasWords || attempt.Finish == ChatFinishReason.ContentFilter)
        {
            yield break;
        }

        LogMoreRoom(logger);
        var second = new Attempt(options, thinksFirst);
        await foreach (var update in ReadAsync(messages, WithMoreRoom(options), second, cancellationToken))
        {
            // Both are paid for.
            if (update.Last<UsageContent>() is { } usage && attempt.Usage is { } first)
            {
                usage.Details.Add(first);
            }

            yield return update;
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        Attempt attempt,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            attempt.Take(update);
            yield return update;
        }

        thinksFirst |= attempt.Text.ThoughtFirst;
        if (attempt.End() is { } rest)
        {
            yield return rest;
        }
    }

    private static ChatOptions WithMoreRoom(ChatOptions? options)
    {
        var more = options?.Clone() ?? new ChatOptions();
        more.MaxOutputTokens = more.MaxOutputTokens is { } limit ? Math.Max(limit, Math.Min(MostTokens, limit * MoreRoom)) : null;
        return more;
    }

    /// <summary>One answer of the model.</summary>
    private sealed class Attempt(ChatOptions? options, bool thinksFirst)
    {
        private bool hasCalls;
        private bool hasText;

        public SpokenText Text { get; } = new([.. (options?.Tools ?? []).Select(tool => tool.Name)], thinksFirst);

        public ChatFinishReason? Finish { get; private set; }

        public UsageDetails? Usage { get; private set; }

        public bool HasWords => hasText || hasCalls;

        /// <summary>Leaves in an update what may be shown.</summary>
        public void Take(ChatResponseUpdate update)
        {
            Finish = update.FinishReason ?? Finish;
            Usage = update.Last<UsageContent>()?.Details ?? Usage;
            for (var i = 0; i < update.Contents.Count; i++)
            {
                if (update.Contents[i] is TextContent text)
                {
                    var shown = Text.Add(text.Text);
                    hasText |= !string.IsNullOrWhiteSpace(shown);
                    update.Contents[i] = ReferenceEquals(shown, text.Text) ? text : new TextContent(shown);
                }

                hasCalls |= update.Contents[i] is FunctionCallContent;
            }
        }

        /// <summary>What is left to say, and the calls that stood in the text where no others came.</summary>
        public ChatResponseUpdate? End()
        {
            var rest = Text.End(Finish == ChatFinishReason.Length);
            List<AIContent> contents = rest.Length > 0 ? [new TextContent(rest)] : [];
            contents.AddRange(hasCalls ? [] : Text.Calls);
            hasText |= !string.IsNullOrWhiteSpace(rest);
            hasCalls |= Text.Calls.Count > 0;
            return contents.Count == 0 ? null : new ChatResponseUpdate(ChatRole.Assistant, contents)
            {
                FinishReason = Text.Calls.Count > 0 ? ChatFinishReason.ToolCalls : Finish,
            };
        }
    }

    [LoggerMessage(
        EventId = 3003, Level = LogLevel.Information, Message = "The model ended without a word; it is asked again with more room")]
    private static partial void LogMoreRoom(ILogger logger);
}
