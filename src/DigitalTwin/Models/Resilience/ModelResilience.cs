using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace DigitalTwin.Models.Resilience;

/// <summary>Retries and a circuit breaker, the same for every kind of model.</summary>
internal sealed class ModelResilience(TimeProvider time)
{
    /// <summary>Most attempts of a call.</summary>
    public const int MaxAttempts = 3;

    // The fallback serves a visitor better than a longer wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private readonly ResiliencePipeline pipeline = BuildPipeline(time);

    /// <exception cref="ModelException">The last attempt failed, or the failure is one that retries do not help.</exception>
    public async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(async attempt => await call(attempt), cancellationToken);
        }
        catch (BrokenCircuitException error)
        {
            const string open = "The model failed too often just now and is not called for a while.";
            throw new ModelException(ModelFailure.Unavailable, open, inner: error);
        }
    }

    // No visitor waits long: not for as long as an endpoint may ask, and not for the time limit a second time.
    private static bool MayRetry(ModelException error)
        => error.IsTransient
            && error.Failure != ModelFailure.Timeout
            && (error.RetryAfter ?? TimeSpan.Zero) <= LongestWait;

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
                ShouldHandle = new PredicateBuilder().Handle<ModelException>(MayRetry),
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
