using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace DigitalTwin.Models;

/// <summary>Retries and a circuit breaker, the same around every kind of model.</summary>
internal sealed class ModelResilience(TimeProvider time)
{
    /// <summary>How often a call is sent at most.</summary>
    public const int MaxAttempts = 3;

    // A visitor who waits longer than this is better served by the fallback.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private readonly ResiliencePipeline pipeline = BuildPipeline(time);

    /// <exception cref="ModelException">The model failed, also after another try where that might have helped.</exception>
    public async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
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
}
