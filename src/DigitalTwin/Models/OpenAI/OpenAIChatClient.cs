#pragma warning disable SCME0001 // JsonPatch is the OpenAI client's own, experimental way to set what it has no property for.
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Adds to Microsoft.Extensions.AI.OpenAI what the twin expects of a model.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat. Failures come out as <see cref="ModelException"/>.</remarks>
internal sealed class OpenAIChatClient(IChatClient inner, bool usesMaxTokens) : DelegatingChatClient(inner)
{
    private readonly ChatClientMetadata metadata = MetadataOf(inner.GetRequiredService<ChatClientMetadata>());

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return BareCalls.Mend(await base.GetResponseAsync(CompactCalls.Of(messages), WithLimit(options), cancellationToken));
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (WholeReply.IsAsked(options))
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        var (calls, finished) = (new BareCalls(), false);
        await using var updates = base
            .GetStreamingResponseAsync(CompactCalls.Of(messages), WithLimit(options), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates, cancellationToken))
        {
            finished |= updates.Current.FinishReason is not null;
            if (!finished && updates.Current.Has<FunctionCallContent>())
            {
                // At the end of any stream the library yields the calls, complete or not.
                break;
            }

            yield return calls.Mend(updates.Current);
        }

        if (!finished)
        {
            throw new ModelException(ModelFailure.Unavailable, "The endpoint ended its answer in the middle.");
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType == typeof(ChatClientMetadata) ? metadata : base.GetService(serviceType, serviceKey);

    // The library names every endpoint "openai"; the GenAI conventions have another name for Azure's.
    private static ChatClientMetadata MetadataOf(ChatClientMetadata library)
        => library.ProviderUri?.Host.EndsWith(".azure.com", StringComparison.Ordinal) == true
            ? new ChatClientMetadata("azure.ai.openai", library.ProviderUri, library.DefaultModelId)
            : library;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> MoveNextAsync(
        IAsyncEnumerator<ChatResponseUpdate> updates,
        CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private ChatOptions? WithLimit(ChatOptions? options)
    {
        if (!usesMaxTokens || options?.MaxOutputTokens is not { } limit)
        {
            return options;
        }

        var renamed = options.Clone();
        renamed.MaxOutputTokens = null;
        renamed.RawRepresentationFactory = _ =>
        {
            var raw = new ChatCompletionOptions();
            raw.Patch.Set("$.max_tokens"u8, limit);
            return raw;
        };
        return renamed;
    }
}
