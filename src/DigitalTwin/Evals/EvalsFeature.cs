using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Evals;

internal static class EvalsFeature
{
    public static IServiceCollection AddEvals(this IServiceCollection services)
        => services.AddSingleton<EvalSuites>()
            .AddSingleton<EvalStore>()
            .AddSingleton<EvalRunner>()
            .AddSingleton<EvalRuns>()
            .AddSingleton<EvalGate>()
            .AddSingleton<EvalEndpoints>();

    public static void MapEvals(this IEndpointRouteBuilder routes)
    {
        var evals = routes.MapGroup("/api/owner/evals").WithTags("owner").Admit(Caller.Owner);
        evals.MapGet("", (HttpContext http, EvalEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetEvals").WithSummary("All files of cases").Produces<EvalSuiteList>().ProducesProblems(401, 403);
        evals.MapGet("{name}", (HttpContext http, string name, EvalEndpoints endpoints) => endpoints.GetAsync(http, name))
            .WithName("GetEvalFile").WithSummary("A file of cases")
            .Produces<string>(200, "application/yaml").ProducesProblems(401, 403, 404);
        evals.MapDelete("{name}", (HttpContext http, string name, EvalEndpoints endpoints) => endpoints.DeleteAsync(http, name))
            .WithName("DeleteEvalFile").WithSummary("Delete a file of cases").Produces(204).ProducesProblems(401, 403, 404);
        routes.MapPut("/api/owner/evals/{name}", (HttpContext http, string name, EvalEndpoints endpoints) => endpoints.PutAsync(http, name))
            .WithTags("owner").Admit(new Admission(Caller.Owner) { MaxBytes = EvalFile.MaxBytes })
            .WithName("PutEvalFile").WithSummary("Write a file of cases, as YAML").Accepts<byte[]>("*/*")
            .Produces<EvalSuite>().ProducesProblems(400, 401, 403, 413);
        MapRuns(evals.MapGroup("runs"));
    }

    private static void MapRuns(RouteGroupBuilder runs)
    {
        runs.MapPost("", (HttpContext http, EvalEndpoints endpoints) => endpoints.BeginAsync(http))
            .WithName("BeginEvalRun").WithSummary("Run all cases").Accepts<EvalRunRequest>("application/json")
            .Produces<EvalRunView>(202).ProducesProblems(400, 401, 403, 404, 409, 413, 415);
        runs.MapGet("", (HttpContext http, EvalEndpoints endpoints) => endpoints.ListRunsAsync(http))
            .WithName("GetEvalRuns").WithSummary("The latest runs").Produces<EvalRunList>().ProducesProblems(401, 403);
        runs.MapGet("{id}", (HttpContext http, string id, EvalEndpoints endpoints) => endpoints.GetRunAsync(http, id))
            .WithName("GetEvalRun").WithSummary("A run with its cases").Produces<EvalRunView>().ProducesProblems(401, 403, 404);
        runs.MapGet("{id}/events", (HttpContext http, string id, EvalEndpoints endpoints) => endpoints.EventsAsync(http, id))
            .WithName("GetEvalRunEvents").WithSummary("A run's cases as they come, as server-sent events")
            .Produces<EvalRow>(200, "text/event-stream").ProducesProblems(400, 401, 403, 404);
        runs.MapGet("{id}/report", (HttpContext http, string id, EvalEndpoints endpoints) => endpoints.ReportAsync(http, id))
            .WithName("GetEvalReport").WithSummary("A run as one HTML file")
            .Produces<string>(200, "text/html").ProducesProblems(401, 403, 404);
    }
}
