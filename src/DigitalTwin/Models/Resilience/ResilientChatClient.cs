using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Resilience;

/// <summary>
/// Time limits, retries and a circuit breaker around a model. A stream is retried until its first update; a later
/// failure is the caller's to handle, because text was already emitted. A whole reply has no time limit here: its caller's is the turn's.
/// </summary>
internal sealed class ResilientChatClient : DelegatingChatClient
{
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly ModelResilience resilience;

    public ResilientChatClient(IChatClient inner, TimeSpan timeout, TimeProvider time)
        : base(inner)
    {
        (this.timeout, this.time) = (timeout, time);
        resilience = new ModelResilience(time);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
        => await resilience.ExecuteAsync(
            async attempt =>
            {
                using var limit = new TimeLimit(timeout, time, attempt);
                return await limit.RunAsync(() => InnerClient.GetResponseAsync(messages, options, limit.Token));
            },
            cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = await resilience.ExecuteAsync(attempt => StartAsync(messages, options, attempt), cancellationToken);
        while (stream.HasCurrent)
        {
            yield return stream.Current;
            await stream.MoveNextAsync();
        }
    }

    private async Task<StartedStream> StartAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken)
    {
        var limit = new TimeLimit(WholeReply.IsAsked(options) ? Timeout.InfiniteTimeSpan : timeout, time, cancellationToken);
        var updates = InnerClient.GetStreamingResponseAsync(messages, options, limit.Token).GetAsyncEnumerator(limit.Token);
        var stream = new StartedStream(updates, limit);
        try
        {
            await stream.MoveNextAsync();
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private sealed class StartedStream(IAsyncEnumerator<ChatResponseUpdate> updates, TimeLimit limit) : IAsyncDisposable
    {
        public bool HasCurrent { get; private set; }

        public ChatResponseUpdate Current => updates.Current;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        public async ValueTask MoveNextAsync()
        {
            limit.Restart();
            try
            {
                HasCurrent = await updates.MoveNextAsync();
            }
            catch (Exception error) when (limit.HasRunOut)
            {
                throw limit.ToException(error);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await updates.DisposeAsync();
            limit.Dispose();
        }
    }
}
