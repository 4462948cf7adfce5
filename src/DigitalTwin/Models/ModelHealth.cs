namespace DigitalTwin.Models;

/// <summary>How the latest call of the model went.</summary>
internal sealed class ModelHealth(TimeProvider time)
{
    private volatile FailedCall? lastFailure;

    /// <summary>The latest call's failure, or <see langword="null"/> where it went well.</summary>
    public FailedCall? LastFailure => lastFailure;

    public void Succeeded() => lastFailure = null;

    public void Failed(ModelFailure failure) => lastFailure = new FailedCall(failure, time.GetUtcNow());

    internal sealed record FailedCall(ModelFailure Failure, DateTimeOffset At);
}
