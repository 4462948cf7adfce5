using DigitalTwin.Access.Gate;
using DigitalTwin.Agents.Mcp;
using DigitalTwin.Agents.OpenAI;
using DigitalTwin.ApiKeys;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Agents;

/// <summary>The twin for other programs, by OpenAI's protocol and MCP; both describe themselves in their own way.</summary>
internal static class AgentsFeature
{
    private static readonly Admission Ask = new(Caller.Program) { Scope = ApiKeyScopes.Ask, MaxBytes = RequestReader.MaxBytes };

    public static IServiceCollection AddAgents(this IServiceCollection services)
        // The package logs clients' errors with a page of stack trace. Clients are told anyway, and failing turns log
        // themselves.
        => services.AddLogging(logging => logging.AddFilter("ModelContextProtocol", LogLevel.None))
            .AddSingleton<ProgramTurns>().AddSingleton<CompletionEndpoints>().AddSingleton<IProblemForm, OpenAIErrors>()
            .AddSingleton<TwinMcpServer>().AddSingleton<McpEndpoint>();

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup("/v1").WithTags("programs");
        v1.MapPost("/chat/completions", (HttpContext http, CompletionEndpoints endpoints) => endpoints.CompleteAsync(http))
            .Admit(Ask).WithName("ChatCompletions").WithSummary("An answer, as OpenAI's chat completions; whole or as a stream")
            .Produces(200, contentType: "application/json").Produces(401).Produces(404);
        v1.MapPost("/responses", (HttpContext http, CompletionEndpoints endpoints) => endpoints.RespondAsync(http))
            .Admit(Ask).WithName("Responses").WithSummary("An answer, as OpenAI's Responses, stateless; whole or as a stream")
            .Produces(200, contentType: "application/json").Produces(401).Produces(404);
        v1.MapGet("/models", (HttpContext http, CompletionEndpoints endpoints) => endpoints.ListModelsAsync(http))
            .Admit(Caller.Program).WithName("Models").WithSummary("The twin as OpenAI's list of models")
            .Produces(200, contentType: "application/json").Produces(401);
        v1.MapGet("/models/{id}", (HttpContext http, string id, CompletionEndpoints endpoints) => endpoints.GetModelAsync(http, id))
            .Admit(Caller.Program).WithName("Model").WithSummary("The twin as OpenAI's model")
            .Produces(200, contentType: "application/json").Produces(401).Produces(404);
        routes.MapPost("/mcp", (HttpContext http, McpEndpoint mcp) => mcp.PostAsync(http))
            .Admit(Caller.Program)
            .WithName("Mcp").WithTags("programs").WithSummary("A Model Context Protocol server over streamable HTTP, without sessions")
            .Produces(200, contentType: "text/event-stream").Produces(202).ProducesProblems(400, 401);
    }
}
