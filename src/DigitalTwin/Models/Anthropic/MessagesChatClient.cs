using System.Runtime.CompilerServices;
using System.Text.Json;
using Anthropic.Exceptions;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Models.OpenAI;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Anthropic;

/// <summary>
/// Anthropic's Messages API through the official client, always as a stream: the beginning of a prompt is marked to be cached, thoughts
/// come back sealed, and what a model refuses it is asked without.
/// </summary>
/// <remarks>https://docs.claude.com/en/api/messages. Failures come out as <see cref="ModelException"/>.</remarks>
internal sealed class MessagesChatClient(IChatClient inner, RequestSettings settings, EndpointHabits habits) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prepared = MessagesRequest.Prepare(messages);
        var reader = new MessagesReader();
        await using var events = await BeginAsync(prepared, options, cancellationToken);
        do
        {
            yield return reader.Read(events.Current);
        }
        while (!reader.IsOver && await MoveNextAsync(events, cancellationToken));

        yield return reader.End();
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? base.GetService(serviceType, serviceKey)
            : serviceType == typeof(EndpointHabits) ? habits
            : serviceType == typeof(RequestSettings) ? settings
            : base.GetService(serviceType, serviceKey);

    private async Task<IAsyncEnumerator<ChatResponseUpdate>> BeginAsync(
        List<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        for (var refusals = 0; ; refusals++)
        {
            var (request, sent) = MessagesRequest.Options(options, settings, habits);
            var events = base.GetStreamingResponseAsync(messages, request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                return await MoveNextAsync(events, cancellationToken) ? events : throw EndpointErrors.BrokenOff();
            }
            catch (Exception error)
            {
                await events.DisposeAsync();
                var isWorthIt = error is KeyRotatedException || (error is ModelException refusal
                    && refusals < EndpointHabits.MostRefusals && habits.Learn(refusal, sent, settings.Effort));
                if (!isWorthIt)
                {
                    throw;
                }
            }
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception error) when (TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private static ModelException? TryMap(Exception error, CancellationToken cancellationToken) => error switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        AnthropicSseException inAnswer => InAnswer(inAnswer.Message),
        AnthropicIOException io => new ModelException(ModelFailure.Unavailable, io.Message, inner: io),
        AnthropicException other => EndpointErrors.NotTheProtocol(other),
        _ => ModelFailures.TryMap(error, cancellationToken),
    };

    private static ModelException InAnswer(string message)
        => EndpointErrors.InAnswer(JsonSerializer.SerializeToElement(message));
}
