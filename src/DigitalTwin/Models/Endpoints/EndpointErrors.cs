using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalTwin.Models.Endpoints;

/// <summary>What an endpoint's refusals and errors mean.</summary>
internal static partial class EndpointErrors
{
    /// <summary>An error instead of an answer.</summary>
    /// <param name="response">Its status and headers.</param>
    /// <param name="body">As much of its body as may be read.</param>
    public static ModelException Of(PipelineResponse response, string body)
        => Of(response.Status, name => response.Headers.TryGetValue(name, out var value) ? value : null, body);

    /// <summary>An error instead of an answer.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="header">Gives a header's value, or <see langword="null"/>.</param>
    /// <param name="body">As much of its body as may be read.</param>
    public static ModelException Of(int status, Func<string, string?> header, string body)
    {
        var failure = status switch
        {
            401 or 403 => ModelFailure.Unauthorized,
            402 => ModelFailure.Unpaid,
            404 or 405 or 410 => ModelFailure.NotFound,
            400 or 429 when IsAboutMoney(body) => ModelFailure.Unpaid,
            429 => ModelFailure.RateLimited,
            0 or 408 or 409 or 425 or >= 500 => ModelFailure.Unavailable,
            _ => ModelFailure.Rejected,
        };
        var message = $"The endpoint answered {status}: {PersonalData.Mask(body)}";
        return new ModelException(failure, message, RetryAfter(header), hint: HintOf(body));
    }

    /// <summary>An error in the place of a chunk or an answer, behind a good status.</summary>
    public static ModelException InAnswer(JsonElement error)
    {
        var code = error.Field("code"u8).Count() ?? error.Field("status"u8).Count();
        var text = error.GetRawText();
        var failure = code switch
        {
            401 or 403 => ModelFailure.Unauthorized,
            402 => ModelFailure.Unpaid,
            404 => ModelFailure.NotFound,
            429 => ModelFailure.RateLimited,
            400 or 413 or 422 => ModelFailure.Rejected,
            _ when IsAboutMoney(text) => ModelFailure.Unpaid,
            _ when text.Contains("rate_limit", StringComparison.OrdinalIgnoreCase) => ModelFailure.RateLimited,
            _ => ModelFailure.Unavailable,
        };
        return new ModelException(failure, $"The endpoint answered with an error: {PersonalData.Mask(text)}");
    }

    public static ModelException NotTheProtocol(Exception? error = null)
        => new(ModelFailure.Unavailable, "The endpoint's answer does not follow the protocol.", inner: error);

    public static ModelException BrokenOff() => new(ModelFailure.Unavailable, "The endpoint ended its answer in the middle.");

    public static ModelException WebPage()
        => new(ModelFailure.NotFound, "The endpoint answered with a web page.", hint: "a web page is at that address");

    /// <summary>
    /// How long the endpoint asks to wait. RFC 9110, 10.2.3: seconds or a date. The non-standard header in milliseconds is OpenAI's.
    /// </summary>
    public static TimeSpan? RetryAfter(Func<string, string?> header)
    {
        if (Number(header("retry-after-ms")) is { } milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        var text = header("retry-after");
        if (Number(text) is { } seconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        // Relative to the answer's own date, so that neither clock matters.
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
            && DateTimeOffset.TryParse(header("date"), CultureInfo.InvariantCulture, out var now)
            && at > now ? at - now : null;
    }

    // What an endpoint writes is not repeated; what it writes about is told.
    private static string? HintOf(string body)
        => TooLong().IsMatch(body) ? "the prompt is too long for the model: lower Model:ContextTokens"
            : Parameter().Match(body) is { Success: true } named ? $"it refuses '{named.Groups[1].Value}'"
            : WebPageStart().IsMatch(body) ? "a web page is at that address"
            : null;

    [GeneratedRegex(@"context[_ ]length|maximum context|context window|too many tokens|prompt is too long", RegexOptions.IgnoreCase)]
    private static partial Regex TooLong();

    [GeneratedRegex(@"""param""\s*:\s*""([a-z_]{1,40}(?:[.\[][a-z0-9_.\[\]]{0,30})?)""", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\s*<(?:!doctype|html|head|body)", RegexOptions.IgnoreCase)]
    private static partial Regex WebPageStart();

    // As OpenAI, DeepSeek, Anthropic and others name a bill that is not paid: to try again is no help.
    private static bool IsAboutMoney(string text)
        => text.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase)
            || text.Contains("insufficient_balance", StringComparison.OrdinalIgnoreCase)
            || text.Contains("insufficient balance", StringComparison.OrdinalIgnoreCase)
            || text.Contains("credit balance is too low", StringComparison.OrdinalIgnoreCase)
            || text.Contains("billing", StringComparison.OrdinalIgnoreCase)
            || text.Contains("insufficient credits", StringComparison.OrdinalIgnoreCase);

    private static double? Number(string? text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? Math.Clamp(number, 0, int.MaxValue / 1000)
            : null;
}

/// <summary>Takes out of a text for the log what a person could be found by.</summary>
/// <remarks>
/// The product logs no visitor's words. What another server answers may repeat them, and has to be read when it refuses something.
/// </remarks>
internal static partial class PersonalData
{
    /// <summary>The text with e-mail addresses and long numbers masked.</summary>
    public static string Mask(string text) => Number().Replace(Mail().Replace(text, "[e-mail]"), "[number]");

    [GeneratedRegex(@"[^\s@<>""'(),;:]+@[^\s@<>""'(),;:]+\.\p{L}{2,}")]
    private static partial Regex Mail();

    // Seven digits and more, with what people write between them: telephone numbers, cards, accounts.
    [GeneratedRegex(@"(?<![\w.])\+?\(?\d(?:[\s()/.-]{0,2}\d){6,}(?![\w.])")]
    private static partial Regex Number();
}
