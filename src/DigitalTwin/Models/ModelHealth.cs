using System.Collections.Concurrent;

namespace DigitalTwin.Models;

/// <summary>Remembers whether the latest call of the model failed, and what its endpoint refuses.</summary>
internal sealed class ModelHealth(TimeProvider time)
{
    private const int Works = -1;

    private readonly ConcurrentDictionary<string, int> states = new(StringComparer.Ordinal);
    private volatile FailedCall? lastFailure;

    /// <summary>The latest call's failure, or <see langword="null"/> where it succeeded.</summary>
    public FailedCall? LastFailure => lastFailure;

    /// <summary>The date on which the configured model is shut down, as its endpoint announces it.</summary>
    public DateOnly? ShutsDown { get; set; }

    /// <summary>
    /// Whether it is news that something fails in this way, or works (<see langword="null"/>): a log has one line for each change, not one
    /// for each call.
    /// </summary>
    public bool IsNews(string what, ModelFailure? failure)
    {
        var (now, before) = ((int?)failure ?? Works, Works);
        states.AddOrUpdate(what, now, (_, last) =>
        {
            before = last;
            return now;
        });
        return before != now;
    }

    public void Succeeded() => lastFailure = null;

    public void Failed(ModelException error) => lastFailure = new FailedCall(error.Failure, error.Hint, time.GetTimestamp());

    /// <param name="Failure">What it was.</param>
    /// <param name="Hint">What the owner should look at, in words; nothing of it is the endpoint's own.</param>
    /// <param name="At">When, as a timestamp.</param>
    internal sealed record FailedCall(ModelFailure Failure, string? Hint, long At);
}
