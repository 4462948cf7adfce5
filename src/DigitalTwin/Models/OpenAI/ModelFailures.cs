using System.ClientModel;
using System.Globalization;
using System.Text.Json;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Says what an error of the OpenAI client means for the twin.</summary>
internal static class ModelFailures
{
    /// <summary>The failure, or <see langword="null"/> where the error is the caller's own cancellation or a defect of ours.</summary>
    public static ModelException? TryMap(Exception error, CancellationToken cancellationToken)
    {
        // The client folds what went wrong below it into one exception; a cancelled read surfaces as any of them.
        if (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return error switch
        {
            ClientResultException answer => FromStatus(answer),
            HttpRequestException or IOException or OperationCanceledException => new ModelException(ModelFailure.Unavailable, error.Message, inner: error),
            AggregateException { InnerException: HttpRequestException or IOException } many => new ModelException(ModelFailure.Unavailable, many.Message, inner: many),
            JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or NullReferenceException
                => new ModelException(ModelFailure.Unavailable, "The endpoint's answer is not what the protocol says.", inner: error),
            _ => null,
        };
    }

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

        if (headers.TryGetValue("retry-after-ms", out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds))
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

        // Against the answer's own date, so that neither clock matters.
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
            && headers.TryGetValue("date", out var date) && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, out var now)
            && at > now ? at - now : null;
    }
}
