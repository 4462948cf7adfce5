using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace DigitalTwin.Functions.Http;

/// <summary>What other programs call. The product asks for a key that the owner issued, on every host.</summary>
internal sealed class AgentFunctions(TwinPipeline twin)
{
    [Function("ChatCompletions")]
    public Task<IResult> CompleteAsync([HttpTrigger(Anonymous, "post", Route = "v1/chat/completions")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("ListModels")]
    public Task<IResult> ListModelsAsync([HttpTrigger(Anonymous, "get", Route = "v1/models")] HttpRequest request) => twin.RunAsync(request);

    [Function("GetModel")]
    public Task<IResult> GetModelAsync([HttpTrigger(Anonymous, "get", Route = "v1/models/{id}")] HttpRequest request) => twin.RunAsync(request);

    [Function("Mcp")]
    public Task<IResult> McpAsync([HttpTrigger(Anonymous, "post", Route = "mcp")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);
}
