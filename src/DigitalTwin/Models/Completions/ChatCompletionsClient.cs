using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text;
using DigitalTwin.Models.OpenAI;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace DigitalTwin.Models.Completions;

/// <summary>
/// Chat completions of any endpoint: the official client sends and authenticates; what comes back is read generously, because
/// endpoints differ in all but the few fields that matter.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat. Failures come out as <see cref="ModelException"/>.</remarks>
internal sealed class ChatCompletionsClient(ChatClient client, RequestSettings settings, EndpointHabits habits, TimeProvider time)
    : IChatClient
{
    // Each time without one field more; an endpoint that refuses this much refuses all.
    private const int MostRefusals = 4;

    private const int MostErrorBytes = 64 * 1024;

    private readonly ChatClientMetadata metadata = new(
        // The GenAI conventions have a name of their own for Azure's.
        settings.Endpoint.Host.EndsWith(".azure.com", StringComparison.Ordinal) ? "azure.ai.openai" : "openai",
        settings.Endpoint,
        settings.Model);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => ReadAsync(messages, options, streams: false, cancellationToken).ToChatResponseAsync(cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => ReadAsync(messages, options, !WholeReply.IsAsked(options), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? metadata
            : serviceType == typeof(EndpointHabits) ? habits
            : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
        // The client's connections are the process's.
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        bool streams,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(messages, options, streams, cancellationToken);
        await using var body = new BoundedBody(response.ContentStream ?? Stream.Null);
        await using var updates = new AnswerStream(body, time).ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates, cancellationToken))
        {
            yield return updates.Current;
        }
    }

    private async Task<PipelineResponse> SendAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams, CancellationToken cancellationToken)
    {
        for (var refusals = 0; ; refusals++)
        {
            var request = new ChatRequestBody(settings, habits);
            using var content = BinaryContent.Create(BinaryData.FromBytes(request.Write(messages, options, streams)));
            var response = await SendAsync(content, cancellationToken);
            if (response.Status is >= 200 and < 300)
            {
                return response;
            }

            using (response)
            {
                var error = EndpointErrors.Of(response, await ReadErrorAsync(response, cancellationToken));
                if (refusals == MostRefusals || !habits.Learn(error, request.Sent))
                {
                    throw error;
                }
            }
        }
    }

    private async Task<PipelineResponse> SendAsync(BinaryContent content, CancellationToken cancellationToken)
    {
        var how = new RequestOptions
        {
            BufferResponse = false,
            CancellationToken = cancellationToken,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
        };
        try
        {
            return (await client.CompleteChatAsync(content, how)).GetRawResponse();
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private static async Task<string> ReadErrorAsync(PipelineResponse response, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = new byte[MostErrorBytes];
            var count = response.ContentStream is { } body
                ? await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                : 0;
            return Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            return failure.Message;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
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
