using System.ClientModel;
using System.Text.Json;
using DigitalTwin.Models.Endpoints;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Maps errors of the OpenAI client to failures of the model.</summary>
internal static class ModelFailures
{
    /// <summary>
    /// The failure, or <see langword="null"/> where the error is one already, the caller's own cancellation or a defect of the product.
    /// </summary>
    public static ModelException? TryMap(Exception error, CancellationToken cancellationToken)
    {
        // The client wraps the errors below it in one exception; a cancelled read can surface as any of them.
        if (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return error switch
        {
            ClientResultException { Status: not 0 } answer when answer.GetRawResponse() is { } response
                => EndpointErrors.Of(response, answer.Message),
            ClientResultException or HttpRequestException or IOException or OperationCanceledException => Unavailable(error.Message, error),
            AggregateException { InnerException: HttpRequestException or IOException } many => Unavailable(many.Message, many),
            JsonException or FormatException or InvalidOperationException => EndpointErrors.NotTheProtocol(error),
            ArgumentException or KeyNotFoundException or NullReferenceException => EndpointErrors.NotTheProtocol(error),
            _ => null,
        };
    }

    private static ModelException Unavailable(string message, Exception error)
        => new(ModelFailure.Unavailable, message, inner: error);
}
