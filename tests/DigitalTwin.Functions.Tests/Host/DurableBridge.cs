using DigitalTwin.Functions.Tests.Host.Rpc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.DurableTask.Protobuf;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>What the Durable extension does in the host: takes work from the engine and has the worker's functions do it.</summary>
internal sealed class DurableBridge(Uri engine, WorkerChannel worker, Func<ParameterBinding> client) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly GrpcChannel channel = GrpcChannel.ForAddress(engine);
    private Task working = Task.CompletedTask;

    public void Start() => working = WorkAsync(new TaskHubSidecarService.TaskHubSidecarServiceClient(channel));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await working;
        channel.Dispose();
        stop.Dispose();
    }

    private async Task WorkAsync(TaskHubSidecarService.TaskHubSidecarServiceClient hub)
    {
        try
        {
            var most = new GetWorkItemsRequest { MaxConcurrentActivityWorkItems = 16, MaxConcurrentOrchestrationWorkItems = 16 };
            using var work = hub.GetWorkItems(most, cancellationToken: stop.Token);
            await foreach (var item in work.ResponseStream.ReadAllAsync(stop.Token))
            {
                _ = item.RequestCase == WorkItem.RequestOneofCase.OrchestratorRequest
                    ? OrchestrateAsync(hub, item.OrchestratorRequest, item.CompletionToken)
                    : ActAsync(hub, item.ActivityRequest, item.CompletionToken);
            }
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is Grpc.Core.RpcException or OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task OrchestrateAsync(TaskHubSidecarService.TaskHubSidecarServiceClient hub, OrchestratorRequest request, string token)
    {
        var history = Convert.ToBase64String(request.ToByteArray());
        var trigger = new ParameterBinding { Name = "context", Data = new TypedData { String = history } };
        var started = request.PastEvents.Concat(request.NewEvents).First(each => each.ExecutionStarted is not null).ExecutionStarted;
        var answer = await worker.DeliverAsync(started.Name, trigger);
        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer.ReturnValue.String));
        response.CompletionToken = token;
        await hub.CompleteOrchestratorTaskAsync(response);
    }

    private async Task ActAsync(TaskHubSidecarService.TaskHubSidecarServiceClient hub, ActivityRequest request, string token)
    {
        // The engine keeps an activity's input as a list of arguments; the extension gives the function the one there is.
        var argument = request.Input.Trim().TrimStart('[').TrimEnd(']');
        var trigger = new ParameterBinding { Name = "request", Data = new TypedData { Json = argument } };
        var answer = await worker.DeliverAsync(request.Name, trigger, client());
        var response = new ActivityResponse
        {
            InstanceId = request.OrchestrationInstance.InstanceId,
            TaskId = request.TaskId,
            CompletionToken = token,
        };
        if (answer.Result.Status == StatusResult.Types.Status.Success)
        {
            response.Result = answer.ReturnValue?.DataCase switch
            {
                TypedData.DataOneofCase.Json => answer.ReturnValue.Json,
                TypedData.DataOneofCase.String => answer.ReturnValue.String,
                _ => null,
            };
        }
        else
        {
            response.FailureDetails = new TaskFailureDetails { ErrorType = "Error", ErrorMessage = answer.Result.Exception?.Message ?? "" };
        }

        await hub.CompleteActivityTaskAsync(response);
    }
}
