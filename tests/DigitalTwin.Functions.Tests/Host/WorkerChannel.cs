using System.Collections.Concurrent;
using System.Text.Json;
using DigitalTwin.Functions.Tests.Host.Rpc;
using Grpc.Core;
using static DigitalTwin.Functions.Tests.Host.Rpc.StreamingMessage;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>The host's end of the FunctionRpc stream to one worker process.</summary>
internal sealed class WorkerChannel : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> pending = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ConcurrentQueue<string> log = new();
    private TaskCompletionSource connected = NewSignal();
    private TaskCompletionSource ready = NewSignal();
    private IServerStreamWriter<StreamingMessage>? worker;

    /// <summary>The worker's functions by name.</summary>
    public IReadOnlyDictionary<string, RpcFunctionMetadata> Functions { get; private set; }
        = new Dictionary<string, RpcFunctionMetadata>();

    /// <summary>Where the worker takes HTTP requests.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>What the worker wrote to its logs.</summary>
    public IEnumerable<string> Log => log;

    /// <summary>The trace that the host's next invocations belong to, as W3C's <c>traceparent</c>; empty for none.</summary>
    public string TraceParent { get; set; } = "";

    /// <summary>What the worker wrote to its logs since the last time.</summary>
    public IReadOnlyList<string> TakeLog()
    {
        var taken = new List<string>();
        while (log.TryDequeue(out var line))
        {
            taken.Add(line);
        }

        return taken;
    }

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context)
    {
        worker = responseStream;
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                Read(message);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The worker is gone.
        }

        foreach (var waiting in pending.Values)
        {
            waiting.TrySetException(new IOException("The worker is gone."));
        }

        pending.Clear();
    }

    /// <summary>Forgets a worker that is gone, before another one is started.</summary>
    public void Reset() => (connected, ready) = (NewSignal(), NewSignal());

    /// <summary>Does what the host does once a worker has called: initialises it, asks what functions it has, and loads them.</summary>
    public async Task InitialiseAsync(string folder, TimeSpan patience)
    {
        await connected.Task.WaitAsync(patience);
        var init = (await AskAsync("init", new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest
            {
                HostVersion = "4.1049.0",
                FunctionAppDirectory = folder,
                WorkerDirectory = folder,
                Capabilities = { ["HandlesWorkerTerminateMessage"] = "true" },
            },
        })).WorkerInitResponse;
        Check(init.Result);
        Http = new Uri(init.Capabilities["HttpUri"]);
        var metadata = (await AskAsync("metadata", new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder },
        })).FunctionMetadataResponse;
        Check(metadata.Result);
        foreach (var function in metadata.FunctionMetadataResults)
        {
            Bind(function);
            var load = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
            var loaded = await AskAsync(function.FunctionId, new StreamingMessage { FunctionLoadRequest = load });
            Check(loaded.FunctionLoadResponse.Result);
        }

        Functions = metadata.FunctionMetadataResults.ToDictionary(function => function.Name);
        ready.SetResult();
    }

    /// <summary>Runs a function as a queue's message does: again, on the next worker, where one goes away in the middle.</summary>
    public async Task<InvocationResponse> DeliverAsync(string function, params ParameterBinding[] inputs)
    {
        while (true)
        {
            await ready.Task;
            try
            {
                return await InvokeAsync(function, Guid.NewGuid().ToString(), inputs);
            }
            catch (IOException)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Runs a function.</summary>
    public async Task<InvocationResponse> InvokeAsync(string function, string invocationId, params ParameterBinding[] inputs)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = Functions[function].FunctionId,
            TraceContext = new RpcTraceContext { TraceParent = TraceParent },
        };
        request.InputData.Add(inputs);
        return (await AskAsync(invocationId, new StreamingMessage { InvocationRequest = request })).InvocationResponse;
    }

    /// <summary>Tells the worker that nobody waits for a function any more.</summary>
    public Task CancelAsync(string invocationId)
        => WriteAsync(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    /// <summary>Asks the worker to stop.</summary>
    public Task TerminateAsync()
        => WriteAsync(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = new Duration { Seconds = 1 } } });

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Bind(RpcFunctionMetadata function)
    {
        foreach (var raw in function.RawBindings)
        {
            using var binding = JsonDocument.Parse(raw);
            var isOutput = binding.RootElement.TryGetProperty("direction", out var direction) && direction.GetString() == "Out";
            function.Bindings[binding.RootElement.GetProperty("name").GetString()!] = new BindingInfo
            {
                Type = binding.RootElement.GetProperty("type").GetString(),
                Direction = isOutput ? BindingInfo.Types.Direction.Out : BindingInfo.Types.Direction.In,
            };
        }
    }

    /// <summary>Waits until nothing has been running for a while; not longer than what runs may reasonably take.</summary>
    public async Task DrainAsync()
    {
        for (var (quiet, rounds) = (0, 0); quiet < 5 && rounds < 100; rounds++)
        {
            quiet = pending.IsEmpty ? quiet + 1 : 0;
            await Task.Delay(50);
        }
    }

    private static void Check(StatusResult result)
        => result.Status.ShouldBe(
            StatusResult.Types.Status.Success,
            $"{result.Exception?.Message}\n{result.Exception?.StackTrace}");

    private async Task<StreamingMessage> AskAsync(string key, StreamingMessage message)
    {
        var answer = pending[key] = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(message);
        return await answer.Task;
    }

    private async Task WriteAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        await writing.WaitAsync();
        try
        {
            await worker!.WriteAsync(message);
        }
        finally
        {
            writing.Release();
        }
    }

    private void Read(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case ContentOneofCase.StartStream:
                connected.TrySetResult();
                break;
            case ContentOneofCase.RpcLog:
                var entry = message.RpcLog;
                log.Enqueue($"{entry.Level} {entry.Category}: {entry.Message} {entry.Exception?.Message}");
                break;
            default:
                if (pending.TryRemove(KeyOf(message), out var waiting))
                {
                    waiting.TrySetResult(message);
                }

                break;
        }
    }

    private static string KeyOf(StreamingMessage message) => message.ContentCase switch
    {
        ContentOneofCase.WorkerInitResponse => "init",
        ContentOneofCase.FunctionMetadataResponse => "metadata",
        ContentOneofCase.FunctionLoadResponse => message.FunctionLoadResponse.FunctionId,
        ContentOneofCase.InvocationResponse => message.InvocationResponse.InvocationId,
        _ => "",
    };
}
