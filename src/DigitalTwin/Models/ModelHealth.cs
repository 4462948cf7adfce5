namespace DigitalTwin.Models;

/// <summary>Remembers whether the latest call of the model failed.</summary>
internal sealed class ModelHealth(TimeProvider time)
{
    private volatile FailedCall? lastFailure;

    /// <summary>The latest call's failure, or <see langword="null"/> where it succeeded.</summary>
    public FailedCall? LastFailure => lastFailure;

    public void Succeeded() => lastFailure = null;

    public void Failed(ModelFailure failure) => lastFailure = new FailedCall(failure, time.GetUtcNow());

    internal sealed record FailedCall(ModelFailure Failure, DateTimeOffset At);
}
