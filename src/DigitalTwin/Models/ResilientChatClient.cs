using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace DigitalTwin.Models;

/// <summary>
/// Time limits, retries and a circuit breaker around a model. A stream is retried until its first update; after
/// that a failure is the caller's to handle, for text has been seen.
/// </summary>
internal sealed class ResilientChatClient : DelegatingChatClient
{
    /// <summary>How often a call is sent at most.</summary>
    public const int MaxAttempts = 3;

    // A visitor who waits longer than this is better served by the fallback.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline pipeline;

    public ResilientChatClient(IChatClient inner, TimeSpan timeout, TimeProvider time)
        : base(inner)
    {
        (this.timeout, this.time) = (timeout, time);
        pipeline = BuildPipeline(time);
    }

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => await ExecuteAsync(
            async attempt =>
            {
                using var limit = new TimeLimit(timeout, time, attempt);
                return await limit.RunAsync(() => InnerClient.GetResponseAsync(messages, options, limit.Token));
            },
            cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = await ExecuteAsync(attempt => StartAsync(messages, options, attempt), cancellationToken);
        while (stream.HasCurrent)
        {
            yield return stream.Current;
            await stream.MoveNextAsync();
        }
    }

    private async Task<StartedStream> StartAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var limit = new TimeLimit(timeout, time, cancellationToken);
        var stream = new StartedStream(InnerClient.GetStreamingResponseAsync(messages, options, limit.Token).GetAsyncEnumerator(limit.Token), limit);
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

    private async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(async attempt => await call(attempt), cancellationToken);
        }
        catch (BrokenCircuitException error)
        {
            throw new ModelException(ModelFailure.Unavailable, "The model failed too often just now and is left alone for a while.", inner: error);
        }
    }

    private static ResiliencePipeline BuildPipeline(TimeProvider time)
    {
        var transient = new PredicateBuilder().Handle<ModelException>(error => error.IsTransient);
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(400),
                UseJitter = true,
                // Nobody sits through a long wait: one that the endpoint asks for, or the time limit a second time.
                ShouldHandle = new PredicateBuilder().Handle<ModelException>(error => error.IsTransient && error.Failure != ModelFailure.Timeout && (error.RetryAfter ?? TimeSpan.Zero) <= LongestWait),
                DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as ModelException)?.RetryAfter),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(30),
                ShouldHandle = transient,
            })
            .Build();
    }

    private sealed class StartedStream(IAsyncEnumerator<ChatResponseUpdate> updates, TimeLimit limit) : IAsyncDisposable
    {
        public bool HasCurrent { get; private set; }

        public ChatResponseUpdate Current => updates.Current;

        public async Task MoveNextAsync()
        {
            limit.Restart();
            HasCurrent = await limit.RunAsync(async () => await updates.MoveNextAsync());
        }

        public async ValueTask DisposeAsync()
        {
            await updates.DisposeAsync();
            limit.Dispose();
        }
    }
}
