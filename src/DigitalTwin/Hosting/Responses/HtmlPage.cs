using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalTwin.Hosting.Responses;

/// <summary>A page of a few lines, without style and script.</summary>
internal static class HtmlPage
{
    /// <summary>Makes it.</summary>
    /// <param name="title">Its title, as text.</param>
    /// <param name="body">Its content, as HTML.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="next">Where the browser goes on to by itself, as text; or <see langword="null"/>.</param>
    public static ContentHttpResult Of(string title, string body, int status = StatusCodes.Status200OK, string? next = null)
    {
        var refresh = next is null ? "" : $"<meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(next)}\">";
        var html = $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{refresh}
            <title>{WebUtility.HtmlEncode(title)}</title></head>
            <body><main>{body}</main></body></html>
            """;
        return TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}
