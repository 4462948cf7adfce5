using DigitalTwin.Agents.Mcp;
using DigitalTwin.Agents.OpenAI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Agents;

/// <summary>The twin for other programs, by OpenAI's protocol and MCP; both describe themselves in their own way.</summary>
internal static class AgentsFeature
{
    public static IServiceCollection AddAgents(this IServiceCollection services)
        // The package logs clients' errors with a page of stack trace. Clients are told anyway, and failing turns log
        // themselves.
        => services.AddLogging(logging => logging.AddFilter("ModelContextProtocol", LogLevel.None))
            .AddSingleton<ProgramTurns>().AddSingleton<CompletionEndpoints>().AddSingleton<TwinMcpServer>().AddSingleton<McpEndpoint>();

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", (HttpContext http, CompletionEndpoints endpoints)
            => endpoints.CompleteAsync(http)).ExcludeFromDescription();
        routes.MapGet("/v1/models", (HttpContext http, CompletionEndpoints endpoints)
            => endpoints.ListModelsAsync(http)).ExcludeFromDescription();
        routes.MapGet("/v1/models/{id}", (HttpContext http, string id, CompletionEndpoints endpoints)
            => endpoints.GetModelAsync(http, id)).ExcludeFromDescription();
        routes.MapPost("/mcp", (HttpContext http, McpEndpoint mcp) => mcp.PostAsync(http)).ExcludeFromDescription();
    }
}
