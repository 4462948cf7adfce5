using Azure;

namespace DigitalTwin.Azure.Storage;

/// <summary>What the Azure clients throw once their own retries are used up, in the words of the storage ports.</summary>
internal static class AzureFaults
{
    /// <summary>Runs a call to a store; a store that cannot be reached is an <see cref="IOException"/>, on every adapter.</summary>
    public static async Task<T> GuardAsync<T>(string store, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (IsFault(error, cancellationToken))
        {
            throw new IOException($"{store} could not be reached, or refused the twin.", error);
        }
    }

    private static bool IsFault(Exception error, CancellationToken cancellationToken) => error switch
    {
        RequestFailedException => true,
        global::Azure.Identity.AuthenticationFailedException => true,

        // The client's own time limit for one try.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AggregateException many => many.InnerExceptions.All(inner => IsFault(inner, cancellationToken)),
        IOException or HttpRequestException => true,
        _ => false,
    };
}
