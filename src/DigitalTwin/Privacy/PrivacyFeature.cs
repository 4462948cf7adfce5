using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using Markdig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Privacy;

/// <summary>Tells visitors what becomes of their data.</summary>
internal sealed class PrivacyEndpoints(PrivacyText privacy)
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary><c>GET /api/privacy</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
        => TypedResults.Json(await privacy.WriteAsync(http.RequestAborted), ProductJson.Api.PrivacyView);

    /// <summary><c>GET /privacy</c>: the same as a page.</summary>
    public async Task<IResult> GetPageAsync(HttpContext http)
    {
        var view = await privacy.WriteAsync(http.RequestAborted);
        return HtmlPage.Of($"Privacy: {view.Controller}", Markdig.Markdown.ToHtml(view.Text, Markdown));
    }
}

internal static class PrivacyFeature
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
        => services.AddSingleton<PrivacyText>().AddSingleton<PrivacyEndpoints>();

    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/privacy", (HttpContext http, PrivacyEndpoints endpoints) => endpoints.GetAsync(http)).Admit(Caller.Visitor)
            .WithName("GetPrivacy").WithTags("persona").WithSummary("What becomes of a visitor's data, by the settings in effect")
            .Produces<PrivacyView>().ProducesProblems(403);
        routes.MapGet("/privacy", (HttpContext http, PrivacyEndpoints endpoints) => endpoints.GetPageAsync(http)).Admit(Caller.Anyone)
            .ExcludeFromDescription();
    }
}
