using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace DigitalTwin.Models.OpenAI;

/// <summary>The official OpenAI client as an <see cref="IChatClient"/>: text, tools, usage, streaming and not.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat. Failures come out as <see cref="ModelException"/>.</remarks>
internal sealed class OpenAIChatClient(ChatClient client, string model, Uri endpoint, bool usesMaxTokens) : IChatClient
{
    private readonly ChatClientMetadata metadata = new(endpoint.Host.EndsWith(".azure.com", StringComparison.Ordinal) ? "azure.ai.openai" : "openai", endpoint, model);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<AIChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatCompletion completion;
        try
        {
            completion = await client.CompleteChatAsync(OpenAIMapping.Messages(messages), OpenAIMapping.Options(options, usesMaxTokens), cancellationToken);
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }

        return new ChatResponse(new AIChatMessage(ChatRole.Assistant, OpenAIMapping.Contents(completion)))
        {
            ModelId = completion.Model,
            ResponseId = completion.Id,
            FinishReason = OpenAIMapping.FinishReason(completion.FinishReason),
            Usage = completion.Usage is { } usage ? OpenAIMapping.Usage(usage) : null,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<AIChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (calls, finished) = (new ToolCallAssembler(), false);
        await using var updates = client
            .CompleteChatStreamingAsync(OpenAIMapping.Messages(messages), OpenAIMapping.Options(options, usesMaxTokens), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates, cancellationToken))
        {
            var update = updates.Current;
            calls.Add(update.ToolCallUpdates);
            finished |= update.FinishReason is not null;
            yield return OpenAIMapping.Update(update, calls);
        }

        if (!finished)
        {
            throw new ModelException(ModelFailure.Unavailable, "The endpoint ended its answer in the middle.");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? metadata
            : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> updates, CancellationToken cancellationToken)
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
}
