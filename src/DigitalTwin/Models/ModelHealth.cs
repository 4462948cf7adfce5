namespace DigitalTwin.Models;

/// <summary>Remembers whether the latest call of the model failed, and what its endpoint refuses.</summary>
internal sealed class ModelHealth(TimeProvider time)
{
    private volatile FailedCall? lastFailure;

    /// <summary>The latest call's failure, or <see langword="null"/> where it succeeded.</summary>
    public FailedCall? LastFailure => lastFailure;

    /// <summary>The date on which the configured model is shut down, as its endpoint announces it.</summary>
    public DateOnly? ShutsDown { get; set; }

    public void Succeeded() => lastFailure = null;

    public void Failed(ModelException error) => lastFailure = new FailedCall(error.Failure, error.Hint, time.GetUtcNow());

    /// <param name="Failure">What it was.</param>
    /// <param name="Hint">What the owner should look at, in words; nothing of it is the endpoint's own.</param>
    /// <param name="At">When.</param>
    internal sealed record FailedCall(ModelFailure Failure, string? Hint, DateTimeOffset At);
}
