using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using DigitalTwin.Models.OpenAI;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>
/// The model at any endpoint: the official client's pipeline sends and authenticates; what comes back is read generously, because
/// endpoints differ in all but the few fields that matter.
/// </summary>
/// <remarks>Failures come out as <see cref="ModelException"/>.</remarks>
internal sealed class EndpointChatClient(
    EndpointSender sender, WireFormat format, RequestSettings settings, EndpointHabits habits, TimeProvider time) : IChatClient
{
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
            : serviceType == typeof(RequestSettings) ? settings
            : serviceType == typeof(EndpointSender) ? sender
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
        var answer = new AnswerStream(body, format.NewReader(), time).ReadAsync(cancellationToken);
        await using var updates = answer.GetAsyncEnumerator(cancellationToken);
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
            var request = format.Write(settings, habits, messages, options, streams);
            using var content = BinaryContent.Create(BinaryData.FromBytes(request.Body));
            var response = await sender.SendAsync(format.Path, content, cancellationToken);
            if (response.Status is >= 200 and < 300)
            {
                return response;
            }

            using (response)
            {
                var error = await EndpointSender.ReadErrorAsync(response, cancellationToken);
                if (refusals == EndpointHabits.MostRefusals || !habits.Learn(error, request.Sent, settings.EffortFor(habits)))
                {
                    throw error;
                }
            }
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
