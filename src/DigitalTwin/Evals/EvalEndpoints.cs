using System.Text;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Evals;

/// <summary>The owner's cases, and runs of them.</summary>
internal sealed class EvalEndpoints(
    EvalSuites suites, EvalRuns runs, EvalStore store, PersonaShelf shelf, IOptions<LimitsOptions> limits, TimeProvider time)
{
    private const string ReportPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    private const string NoName = "A file of cases is named with lower-case letters, digits, '_' and '-'.";

    /// <summary><c>GET /api/owner/evals</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
        => TypedResults.Json(new EvalSuiteList(await suites.ListAsync(http.RequestAborted)), ProductJson.Api.EvalSuiteList);

    /// <summary><c>GET /api/owner/evals/{name}</c>: the file as it is.</summary>
    public async Task<IResult> GetAsync(HttpContext http, string name)
        => EvalSuites.IsName(name) && await suites.FindAsync(name, http.RequestAborted) is { } yaml
            ? TypedResults.Text(yaml, "application/yaml", Encoding.UTF8)
            : throw new ProblemException(Problems.ItemNotFound);

    /// <summary><c>PUT /api/owner/evals/{name}</c>: the body is the file.</summary>
    public async Task<IResult> PutAsync(HttpContext http, string name)
    {
        if (!EvalSuites.IsName(name))
        {
            throw new ProblemException(Problems.InvalidParameter, NoName);
        }

        var yaml = RequestBody.TextOf(await RequestBody.ReadBytesAsync(http, EvalFile.MaxBytes)).TrimStart('\uFEFF');
        try
        {
            return TypedResults.Json(await suites.WriteAsync(name, yaml, http.RequestAborted), ProductJson.Api.EvalSuite);
        }
        catch (EvalFormatException error)
        {
            throw new ProblemException(Problems.EvalsUnreadable, error.Message);
        }
    }

    /// <summary><c>DELETE /api/owner/evals/{name}</c></summary>
    public async Task<IResult> DeleteAsync(HttpContext http, string name)
    {
        if (!EvalSuites.IsName(name) || await suites.FindAsync(name, http.RequestAborted) is null)
        {
            throw new ProblemException(Problems.ItemNotFound);
        }

        await suites.DeleteAsync(name, http.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary><c>POST /api/owner/evals/runs</c></summary>
    public async Task<IResult> BeginAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.EvalRunRequest);
        var models = request.Models is { Count: > 0 } given ? given : [EvalRunner.DefaultModel];
        if (models.Except(EvalRunner.Models).Any())
        {
            throw new ProblemException(Problems.InvalidField, $"Of {string.Join(" and ", EvalRunner.Models)}.", ["models"]);
        }

        var which = request.Persona ?? PersonaShelf.Published;
        var against = request.Against;
        var cases = await suites.CasesAsync(http.RequestAborted);
        if (cases.Count == 0)
        {
            throw new ProblemException(Problems.NoEvals);
        }

        var order = new EvalOrder(which, await shelf.ReadAsync(which, http.RequestAborted))
        {
            Against = against is null ? null : (against, await shelf.ReadAsync(against, http.RequestAborted)),
            Models = [.. models.Distinct(StringComparer.Ordinal)],
            IsFresh = request.Fresh == true,
        };
        try
        {
            var run = await runs.BeginAsync(order, cases, http.RequestAborted);
            http.Response.Headers.Location = $"/api/owner/evals/runs/{run.Id}";
            var view = await runs.ViewAsync(run, http.RequestAborted);
            return TypedResults.Json(view with { Rows = null }, ProductJson.Api.EvalRunView, statusCode: StatusCodes.Status202Accepted);
        }
        catch (PersonaFormatException error)
        {
            throw new ProblemException(Problems.PersonaUnreadable, error.Located);
        }
    }

    /// <summary><c>GET /api/owner/evals/runs</c></summary>
    public async Task<IResult> ListRunsAsync(HttpContext http)
    {
        var views = new List<EvalRunView>();
        foreach (var run in await store.ListAsync(http.RequestAborted))
        {
            views.Add(await runs.ViewAsync(run, http.RequestAborted) with { Rows = null });
        }

        return TypedResults.Json(new EvalRunList(views), ProductJson.Api.EvalRunList);
    }

    /// <summary><c>GET /api/owner/evals/runs/{id}</c>: one that was cut off goes on.</summary>
    public async Task<IResult> GetRunAsync(HttpContext http, string id)
        => TypedResults.Json(await runs.ViewAsync(await FindAsync(http, id), http.RequestAborted), ProductJson.Api.EvalRunView);

    /// <summary><c>GET /api/owner/evals/runs/{id}/events</c>: <c>case</c> for each row in order, then <c>summary</c>.</summary>
    public async Task<IResult> EventsAsync(HttpContext http, string id)
        => new EvalRunEvents(await FindAsync(http, id), runs, store, TimeSpan.FromSeconds(limits.Value.StreamSeconds), time);

    /// <summary><c>GET /api/owner/evals/runs/{id}/report</c></summary>
    public async Task<IResult> ReportAsync(HttpContext http, string id)
    {
        var view = await runs.ViewAsync(await FindAsync(http, id), http.RequestAborted);
        http.Response.Headers.ContentSecurityPolicy = ReportPolicy;
        return TypedResults.Text(EvalReport.Of(view), "text/html", Encoding.UTF8);
    }

    private async Task<EvalRun> FindAsync(HttpContext http, string id)
    {
        var run = EvalStore.IsId(id) ? await store.FindAsync(id, http.RequestAborted) : null;
        _ = runs.WorkOnAsync(run ?? throw new ProblemException(Problems.ItemNotFound));
        return run;
    }
}
