using DigitalTwin.Functions.Tests.Host.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>A span as it was sent.</summary>
/// <param name="Source">What made it.</param>
/// <param name="Name">What it is of.</param>
/// <param name="TraceId">Its trace, in hex.</param>
/// <param name="ParentId">The span it is part of, in hex.</param>
/// <param name="Events">The names of what happened in it.</param>
internal sealed record CollectedSpan(string Source, string Name, string TraceId, string ParentId, IReadOnlyList<string> Events);

/// <summary>Takes traces by OTLP over HTTP, as a collector does, and keeps them in memory.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otlp/#otlphttp</remarks>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<CollectedSpan> spans = [];
    private TaskCompletionSource came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpCollector(WebApplication app) => this.app = app;

    public Uri Endpoint => new(app.Urls.First());

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/v1/traces", collector.TakeAsync);
        app.MapPost("/v1/{signal}", () => Results.Ok());
        await app.StartAsync();
        return collector;
    }

    /// <summary>All spans, once there is one of each of these names or sources.</summary>
    public async Task<IReadOnlyList<CollectedSpan>> WaitForAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (spans)
            {
                if (wanted.All(name => spans.Any(span => span.Name == name || span.Source == name)))
                {
                    return [.. spans];
                }

                next = came.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray());
        lock (spans)
        {
            spans.AddRange(from resource in request.ResourceSpans
                           from scope in resource.ScopeSpans
                           from span in scope.Spans
                           select new CollectedSpan(
                               scope.Scope.Name,
                               span.Name,
                               Hex(span.TraceId),
                               Hex(span.ParentSpanId),
                               [.. span.Events.Select(each => each.Name)]));
            came.SetResult();
            came = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
