using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace DigitalTwin.Hosting.OpenApi;

/// <summary>The description of the API for programs (<c>/api/openapi.json</c>) and for people (<c>/docs</c>).</summary>
internal static class ApiDescriptionFeature
{
    private const string Scheme = "ticket";

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
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A session's ticket, as every reply brings it.",
                },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        }));
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/api/openapi.json").Admit(Caller.Anyone);
        routes.MapFile("/docs", "docs.html");
        routes.MapFile("/docs/docs.js", "docs.js");
        routes.MapFile("/docs/docs.css", "docs.css");
    }
}
