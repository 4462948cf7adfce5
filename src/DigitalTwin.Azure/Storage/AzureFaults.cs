using Azure;

namespace DigitalTwin.Azure.Storage;

/// <summary>Translates what the Azure clients throw, once their retries are used up, for the storage ports.</summary>
internal static class AzureFaults
{
    /// <summary>
    /// Calls a store. A store that cannot be reached throws an <see cref="IOException"/>, as every adapter does.
    /// </summary>
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

        // The client's own time limit for one attempt.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AggregateException many => many.InnerExceptions.All(inner => IsFault(inner, cancellationToken)),
        IOException or HttpRequestException => true,
        _ => false,
    };
}
