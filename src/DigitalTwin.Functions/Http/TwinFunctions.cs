using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace DigitalTwin.Functions.Http;

/// <summary>
/// The addresses as the platform sees them: by name those that people look for in the portal, and all others, whatever the product
/// maps, in <c>Web</c>.
/// </summary>
/// <remarks>
/// The host tries routes in the order of the functions' names and takes the first that fits: <c>Web</c> must sort after every other
/// HTTP function. The product asks for tickets and keys itself, on every host. The durable client comes with each address from which
/// a turn may begin, wait or go on.
/// </remarks>
internal sealed class TwinFunctions(TwinPipeline twin)
{
    /// <summary>One turn.</summary>
    [Function("Chat")]
    public Task<IResult> ChatAsync(
        [HttpTrigger(Anonymous, "post", Route = "api/chat")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    /// <summary>One turn, spoken.</summary>
    [Function("ChatVoice")]
    public Task<IResult> ChatVoiceAsync(
        [HttpTrigger(Anonymous, "post", Route = "api/chat/voice")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    /// <summary>Whether the process is up.</summary>
    [Function("Health")]
    public Task<IResult> HealthAsync(
        [HttpTrigger(Anonymous, "get", "head", Route = "api/health")] HttpRequest request) => twin.RunAsync(request);

    /// <summary>Whether all the twin needs is there.</summary>
    [Function("HealthReady")]
    public Task<IResult> HealthReadyAsync(
        [HttpTrigger(Anonymous, "get", "head", Route = "api/health/ready")] HttpRequest request) => twin.RunAsync(request);

    /// <summary>Every other address, CORS preflights, and the product's own words for what there is not.</summary>
    [Function("Web")]
    public Task<IResult> WebAsync(
        [HttpTrigger(Anonymous, "options", "get", "head", "post", "put", "patch", "delete", Route = "{*path}")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);
}
