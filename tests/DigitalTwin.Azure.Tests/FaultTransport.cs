using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace DigitalTwin.Azure.Tests;

/// <summary>What befalls one request on its way.</summary>
public enum Fault
{
    /// <summary>The service says it is asked too often, and when to come again.</summary>
    TooManyRequests,

    /// <summary>The service says it is busy.</summary>
    ServerBusy,

    /// <summary>No answer ever comes, and the request never arrived.</summary>
    Timeout,

    /// <summary>The request is carried out, and its answer is lost.</summary>
    LostResponse,

    /// <summary>The connection breaks before the request arrives.</summary>
    ConnectionReset,
}

/// <summary>The real transport with faults in its way, one for each request as long as there are any.</summary>
internal sealed class FaultTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport real = new();
    private readonly ConcurrentQueue<Fault> faults = new();

    /// <summary>Requests that were tried, faulty ones included.</summary>
    public int Tries { get; private set; }

    /// <summary>Only requests of this method meet faults.</summary>
    public RequestMethod? Only { get; init; }

    public FaultTransport Then(params Fault[] next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }

        return this;
    }

    public override Request CreateRequest() => real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The product asks asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        Tries++;
        if ((Only is { } only && message.Request.Method != only) || !faults.TryDequeue(out var fault))
        {
            await real.ProcessAsync(message);
            return;
        }

        switch (fault)
        {
            case Fault.TooManyRequests:
                message.Response = new FaultResponse(429, "TooManyRequests", ("Retry-After", "1"));
                break;
            case Fault.ServerBusy:
                message.Response = new FaultResponse(503, "ServerBusy");
                break;
            case Fault.Timeout:
                await Task.Delay(Timeout.Infinite, message.CancellationToken);
                break;
            case Fault.LostResponse:
                await real.ProcessAsync(message);
                throw new IOException("The answer was lost.");
            default:
                throw new IOException("The connection was reset.");
        }
    }

    private sealed class FaultResponse(int status, string code, params (string Name, string Value)[] headers) : Response
    {
        private readonly Dictionary<string, string> all = headers.Append((Name: "x-ms-error-code", Value: code))
            .ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);

        public override int Status => status;

        public override string ReasonPhrase => code;

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => all.ContainsKey(name);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => all.Select(header => new HttpHeader(header.Key, header.Value));

        protected override bool TryGetHeader(
            string name,
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            => all.TryGetValue(name, out value);

        protected override bool TryGetHeaderValues(
            string name,
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = all.TryGetValue(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
