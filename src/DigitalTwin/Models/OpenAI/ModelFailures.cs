using System.ClientModel;
using System.Globalization;
using System.Text.Json;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Maps errors of the OpenAI client to failures of the model.</summary>
internal static class ModelFailures
{
    /// <summary>
    /// The failure, or <see langword="null"/> where the error is the caller's own cancellation or a defect of the product.
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
            ClientResultException answer => FromStatus(answer),
            HttpRequestException or IOException or OperationCanceledException => Unavailable(error.Message, error),
            AggregateException { InnerException: HttpRequestException or IOException } many => Unavailable(many.Message, many),
            JsonException or FormatException or InvalidOperationException => NotTheProtocol(error),
            ArgumentException or KeyNotFoundException or NullReferenceException => NotTheProtocol(error),
            _ => null,
        };
    }

    private static ModelException NotTheProtocol(Exception error)
        => Unavailable("The endpoint's answer does not follow the protocol.", error);

    private static ModelException Unavailable(string message, Exception error)
        => new(ModelFailure.Unavailable, message, inner: error);

    private static ModelException FromStatus(ClientResultException answer)
    {
        var failure = answer.Status switch
        {
            401 or 403 => ModelFailure.Unauthorized,
            429 => ModelFailure.RateLimited,
            0 or 408 or 409 or >= 500 => ModelFailure.Unavailable,
            _ => ModelFailure.Rejected,
        };
        return new ModelException(failure, answer.Message, RetryAfter(answer), answer);
    }

    // RFC 9110, 10.2.3: seconds or a date. The non-standard header in milliseconds is OpenAI's.
    private static TimeSpan? RetryAfter(ClientResultException answer)
    {
        var headers = answer.GetRawResponse()?.Headers;
        if (headers is null)
        {
            return null;
        }

        if (headers.TryGetValue("retry-after-ms", out var text)
            && double.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, int.MaxValue));
        }

        if (!headers.TryGetValue("retry-after", out text))
        {
            return null;
        }

        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue / 1000));
        }

        // Relative to the answer's own date, so that neither clock matters.
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
            && headers.TryGetValue("date", out var date) && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, out var now)
            && at > now ? at - now : null;
    }
}
