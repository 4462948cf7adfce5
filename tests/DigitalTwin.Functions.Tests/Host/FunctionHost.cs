using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using DigitalTwin.Functions.Tests.Host.Rpc;
using DigitalTwin.Testing;
using DurableTask.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>
/// Stands in for the Functions host: starts the app's worker process, talks FunctionRpc with it, sends HTTP requests on to it, and has
/// a durable engine in memory whose work it brings to it.
/// </summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    /// <summary>Where the app is: what was built with these tests, or what <c>FUNCTION_APP</c> names, as a published one.</summary>
    public static readonly string Folder = Environment.GetEnvironmentVariable("FUNCTION_APP") ?? BuiltFolder();

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private readonly WebApplication app;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly HttpClient forward = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private DurableBridge? bridge;
    private Process? process;

    private FunctionHost(WebApplication app, IReadOnlyDictionary<string, string> settings) => (this.app, this.settings) = (app, settings);

    public Uri Address { get; private init; } = null!;

    /// <summary>The worker's process, whose cost the benchmarks read off.</summary>
    public int WorkerProcessId => process!.Id;

    public WorkerChannel Channel => app.Services.GetRequiredService<WorkerChannel>();

    private Uri Rpc { get; init; } = null!;

    /// <param name="settings">The app's settings, as environment variables.</param>
    public static async Task<FunctionHost> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var (http, rpc) = (FreePorts.Next(), FreePorts.Next());
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, http, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, rpc, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.WebHost.UseUrls();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        var engine = new InMemoryOrchestrationService(null);
        builder.Services.AddSingleton<IOrchestrationService>(engine)
            .AddSingleton<IOrchestrationServiceClient>(engine)
            .AddSingleton<TaskHubGrpcServer>()
            .AddSingleton<WorkerChannel>();
        var app = builder.Build();
        var host = new FunctionHost(app, settings)
        {
            Address = new Uri($"http://127.0.0.1:{http}"),
            Rpc = new Uri($"http://127.0.0.1:{rpc}"),
        };
        app.MapWhen(request => request.Connection.LocalPort == http, branch => branch.Run(host.ForwardAsync));
        app.MapGrpcService<WorkerChannel>();
        app.MapGrpcService<TaskHubGrpcServer>();
        await app.StartAsync();
        await host.StartWorkerAsync();
        host.bridge = new DurableBridge(host.Rpc, host.Channel, host.ClientBinding);
        host.bridge.Start();
        return host;
    }

    /// <summary>Stops the worker as a deployment does, and starts another one. The engine goes on.</summary>
    public async Task RedeployAsync()
    {
        // As the real host does: what it gave to the worker is over before it stops it.
        await Channel.DrainAsync();
        await StopWorkerAsync();
        await StartWorkerAsync();
    }

    /// <summary>Runs a timer's function now.</summary>
    public Task<InvocationResponse> FireAsync(string timer)
    {
        var due = new TypedData { Json = "{\"Schedule\":{\"AdjustForDST\":true},\"IsPastDue\":false}" };
        var trigger = new ParameterBinding { Name = "timer", Data = due };
        return Channel.InvokeAsync(timer, Guid.NewGuid().ToString(), trigger, ClientBinding());
    }

    public async ValueTask DisposeAsync()
    {
        await (bridge?.DisposeAsync() ?? ValueTask.CompletedTask);
        await StopWorkerAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        forward.Dispose();
    }

    private async Task StartWorkerAsync()
    {
        string[] arguments =
        [
            Path.Combine(Folder, "DigitalTwin.Functions.dll"),
            "--functions-uri", Rpc.ToString(),
            "--functions-worker-id", "worker",
            "--functions-request-id", "start",
            "--functions-grpc-max-message-length", $"{int.MaxValue}",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = Folder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var exited = process.WaitForExitAsync();
        var ready = Channel.InitialiseAsync(Folder, StartTime);
        if (await Task.WhenAny(ready, exited) == exited)
        {
            throw new InvalidOperationException($"The worker could not start.\n{await output}{await errors}");
        }

        await ready;
        await ListeningAsync();
    }

    // The worker's web server starts beside its stream.
    private async Task ListeningAsync()
    {
        for (var started = Stopwatch.StartNew(); started.Elapsed < StartTime; await Task.Delay(50))
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(Channel.Http.Host, Channel.Http.Port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }

    private static string BuiltFolder()
    {
        var facts = typeof(FunctionHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        return Path.GetFullPath(facts.Single(data => data.Key == "FunctionApp").Value!);
    }

    private async Task StopWorkerAsync()
    {
        Channel.Reset();
        if (process is { HasExited: false })
        {
            await Channel.TerminateAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(patience.Token)
                .ContinueWith(_ => process.Kill(entireProcessTree: true), TaskScheduler.Default);
            await process.WaitForExitAsync();
        }
    }

    // What the Durable extension gives a function for its client.
    private ParameterBinding ClientBinding()
    {
        var client = JsonSerializer.Serialize(new
        {
            rpcBaseUrl = Rpc.ToString(),
            taskHubName = "test",
            connectionName = "Storage",
            requiredQueryStringParameters = "code=secret",
            httpBaseUrl = Address.ToString(),
            maxGrpcMessageSizeInBytes = int.MaxValue,
            grpcHttpClientTimeout = "\"00:01:40\"",
        });
        return new ParameterBinding { Name = "client", Data = new TypedData { String = client } };
    }

    // The host starts the function and sends the request on to the worker beside it: the two find each other by the invocation's id.
    private async Task ForwardAsync(HttpContext http)
    {
        if (FunctionRoutes.Match(Channel.Functions.Values, http.Request) is not { } function)
        {
            http.Response.StatusCode = 404;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var asked = new RpcHttp { Method = http.Request.Method, Url = Address.ToString() };
        var trigger = new ParameterBinding { Name = "request", Data = new TypedData { Http = asked } };
        var hasClient = function.Bindings.Values.Any(binding => binding.Type == "durableClient");
        var invocation = Channel.InvokeAsync(function.Name, id, hasClient ? [trigger, ClientBinding()] : [trigger]);
        using var request = Copy(http.Request, id);
        using var gone = http.RequestAborted.Register(() => _ = Channel.CancelAsync(id));
        using var response = await forward.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        response.CopyHeadersTo(http.Response);
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, http.RequestAborted) is > 0 and var count)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }

        (await invocation).Result.Status.ShouldBe(StatusResult.Types.Status.Success);
    }

    private HttpRequestMessage Copy(HttpRequest original, string invocationId)
    {
        var address = new Uri(Channel.Http, original.Path.ToUriComponent() + original.QueryString);
        var hasBody = original.ContentLength is > 0 || original.Headers.TransferEncoding.Count > 0;
        var request = new HttpRequestMessage(new HttpMethod(original.Method), address)
        {
            Content = hasBody ? new StreamContent(original.Body) : null,
        };
        original.CopyHeadersTo(request);
        request.Headers.Add("x-ms-invocation-id", invocationId);

        request.TellOf(original);
        if (Channel.TraceParent.Length > 0)
        {
            request.Headers.Add("traceparent", Channel.TraceParent);
        }

        return request;
    }
}
