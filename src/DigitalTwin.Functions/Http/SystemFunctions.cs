using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace DigitalTwin.Functions.Http;

/// <summary>What machines and developers call, and everything nobody else answers.</summary>
internal sealed class SystemFunctions(TwinPipeline twin)
{
    [Function("Health")]
    public Task<IResult> HealthAsync([HttpTrigger(Anonymous, "get", "head", Route = "api/health")] HttpRequest request) => twin.RunAsync(request);

    [Function("HealthReady")]
    public Task<IResult> HealthReadyAsync([HttpTrigger(Anonymous, "get", "head", Route = "api/health/ready")] HttpRequest request) => twin.RunAsync(request);

    [Function("Metrics")]
    public Task<IResult> MetricsAsync([HttpTrigger(Anonymous, "get", Route = "metrics")] HttpRequest request) => twin.RunAsync(request);

    [Function("Widget")]
    public Task<IResult> WidgetAsync([HttpTrigger(Anonymous, "get", "head", Route = "widget.js")] HttpRequest request) => twin.RunAsync(request);

    [Function("GetWidget")]
    public Task<IResult> GetWidgetAsync([HttpTrigger(Anonymous, "get", Route = "api/widget")] HttpRequest request) => twin.RunAsync(request);

    [Function("OpenApi")]
    public Task<IResult> OpenApiAsync([HttpTrigger(Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) => twin.RunAsync(request);

    [Function("Docs")]
    public Task<IResult> DocsAsync([HttpTrigger(Anonymous, "get", Route = "docs")] HttpRequest request) => twin.RunAsync(request);

    [Function("DocsScript")]
    public Task<IResult> DocsScriptAsync([HttpTrigger(Anonymous, "get", Route = "docs/docs.js")] HttpRequest request) => twin.RunAsync(request);

    [Function("DocsStyle")]
    public Task<IResult> DocsStyleAsync([HttpTrigger(Anonymous, "get", Route = "docs/docs.css")] HttpRequest request) => twin.RunAsync(request);

    /// <summary>CORS preflights of every address, and the product's own words for addresses and methods there are not.</summary>
    [Function("Fallback")]
    public Task<IResult> FallbackAsync([HttpTrigger(Anonymous, "options", "get", "post", "put", "patch", "delete", Route = "{*path}")] HttpRequest request) => twin.RunAsync(request);
}
