namespace DigitalTwin.Models;

/// <summary>Why a model did not answer.</summary>
internal enum ModelFailure
{
    /// <summary>The endpoint could not be reached, broke off, or answered with a server error.</summary>
    Unavailable,

    /// <summary>No token came in time.</summary>
    Timeout,

    /// <summary>The endpoint refused because of its rate limit.</summary>
    RateLimited,

    /// <summary>The key or token was refused, after it had been read again.</summary>
    Unauthorized,

    /// <summary>The endpoint wants to be paid first.</summary>
    Unpaid,

    /// <summary>A limit of the owner's in money is reached, or the owner stopped all calls.</summary>
    OverBudget,

    /// <summary>There is no such model, or no such endpoint, at the address.</summary>
    NotFound,

    /// <summary>The endpoint refused the request itself; sending it again would not help.</summary>
    Rejected,
}

/// <summary>
/// A model did not answer. The message is for the log only: it may quote the endpoint and never leaves the process.
/// </summary>
internal sealed class ModelException(
    ModelFailure failure,
    string message,
    TimeSpan? retryAfter = null,
    Exception? inner = null,
    string? hint = null)
    : Exception(message, inner)
{
    public ModelFailure Failure { get; } = failure;

    /// <summary>What the owner should look at, in the product's own words; <see langword="null"/> where the failure says it all.</summary>
    public string? Hint { get; } = hint;

    /// <summary>How long the endpoint asked to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsTransient => Failure is ModelFailure.Unavailable or ModelFailure.Timeout or ModelFailure.RateLimited;
}
