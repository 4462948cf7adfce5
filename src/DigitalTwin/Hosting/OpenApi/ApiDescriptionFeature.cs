using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace DigitalTwin.Hosting.OpenApi;

/// <summary>The API's description for programs (<c>/api/openapi.json</c>) and for people (<c>/docs</c>).</summary>
internal static class ApiDescriptionFeature
{
    private const string Scheme = "ticket";

    private static readonly (string Path, string File, string ContentType)[] Pages =
    [
        ("/docs", "docs.html", "text/html; charset=utf-8"),
        ("/docs/docs.js", "docs.js", "text/javascript; charset=utf-8"),
        ("/docs/docs.css", "docs.css", "text/css; charset=utf-8"),
    ];

    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProductJson.Api));
        return services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Digital Twin",
                Version = "v1",
                Description = "A person's AI twin: it answers visitors in the owner's voice, only from what the owner wrote.",
            };
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A session's ticket, as every reply brings it." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        }));
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/api/openapi.json");
        foreach (var (path, file, contentType) in Pages)
        {
            routes.MapGet(path, () => TypedResults.Stream(typeof(ApiDescriptionFeature).Assembly.GetManifestResourceStream(file)!, contentType)).ExcludeFromDescription();
        }
    }
}
