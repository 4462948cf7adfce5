using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DigitalTwin.Models;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tests.Models;

/// <summary>A model that does what it is told, call by call.</summary>
internal sealed class FakeModel : IChatClient
{
    private readonly ConcurrentQueue<Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>> script = new();

    public int Calls { get; private set; }

    public FakeModel Succeed(params string[] pieces)
        => Then(_ => pieces.Select(piece => new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = "fake" }).ToAsyncEnumerable());

    public FakeModel Fail(ModelFailure failure, TimeSpan? retryAfter = null)
        => Then(_ => throw new ModelException(failure, "told to", retryAfter));

    public FakeModel Hang() => Then(token => SayAsync("", token));

    public FakeModel SucceedThenHang(string text) => Then(token => SayAsync(text, token));

    public FakeModel SucceedThenFail(string text, ModelFailure failure) => Then(_ => SayAndFailAsync(text, failure));

    public FakeModel Then(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    public void Reset() => script.Clear();

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
        => await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls++;
        script.TryDequeue(out var answer).ShouldBeTrue("the model was not expected to be called again");
        await foreach (var update in answer!(cancellationToken))
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> SayAsync(
        string text,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (text.Length > 0)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, text);
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> SayAndFailAsync(string text, ModelFailure failure)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, text);
        await Task.Yield();
        throw new ModelException(failure, "told to");
    }
}
