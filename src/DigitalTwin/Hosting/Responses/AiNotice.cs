using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting.Responses;

/// <summary>Tells programs that what they get was written by an AI.</summary>
/// <remarks>
/// AI Act, Article 50: https://eur-lex.europa.eu/eli/reg/2024/1689/oj. The header is of
/// https://datatracker.ietf.org/doc/draft-abaris-aicdh/.
/// </remarks>
internal static class AiNotice
{
    /// <summary>The header.</summary>
    public const string Header = "AI-Disclosure";

    /// <summary>Its value.</summary>
    public const string Originated = "mode=ai-originated";

    /// <summary>Puts the header on a response that has not started.</summary>
    public static void Mark(HttpContext http) => http.Response.Headers[Header] = Originated;
}
