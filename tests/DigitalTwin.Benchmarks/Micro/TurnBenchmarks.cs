using BenchmarkDotNet.Attributes;
using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting.Metrics;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Benchmarks;

/// <summary>What stands around the model in each turn: the ticket, and the events as they are sent and as they are stored.</summary>
[MemoryDiagnoser]
public class TurnBenchmarks
{
    private const int Pieces = 60;
    private const string Fingerprint = "page";

    private readonly TempFolder folder = new();
    private readonly SqliteRowStore rows;
    private readonly TicketService tickets;
    private readonly TurnId id = TurnId.For(SessionId.New(), "m1");
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<StreamMetrics>().BuildServiceProvider();
    private readonly List<TurnEvent> finished = Events();
    private SessionTicket ticket = null!;

    public TurnBenchmarks()
    {
        rows = DataOnDisk.OpenRows(folder.Path);
        tickets = new TicketService(Secrets(), new TicketGeneration(rows, TimeProvider.System), TimeProvider.System);
    }

    [GlobalSetup]
    public async Task SetupAsync() => ticket = await IssueTicketAsync();

    [GlobalCleanup]
    public void Cleanup()
    {
        services.Dispose();
        rows.Dispose();
        folder.Dispose();
    }

    [Benchmark]
    public Task<SessionTicket> IssueTicketAsync() => tickets.IssueAsync(new Visitor(null, Fingerprint), id.SessionId).AsTask();

    [Benchmark]
    public async Task<object> ValidateTicketAsync() => await tickets.ValidateAsync(ticket.Ticket, null, CancellationToken.None);

    /// <summary>A whole reply's events, each made and sent.</summary>
    [Benchmark]
    public async Task<long> SendEventsAsync()
    {
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = Stream.Null } };
        var stream = new TurnStream();
        foreach (var next in Events())
        {
            stream.Write(next);
        }

        stream.Close();
        var feed = new TurnFeed(id, stream, () => { });
        await new TurnEventsResponse(feed, 0, ticket, TimeSpan.FromMinutes(1), TimeProvider.System).ExecuteAsync(http);
        return http.Response.StatusCode;
    }

    /// <summary>A whole reply's events, as a finished turn keeps them.</summary>
    [Benchmark]
    public string EncodeEvents() => TurnEventJson.Encode(finished);

    private static List<TurnEvent> Events()
        => [.. Enumerable.Range(1, Pieces).Select(next => TurnEventKinds.Delta.Make(next, new Delta("twelve chars", next * 12), 0))];

    private static SecretCache Secrets()
    {
        var environment = SecretNames.EnvironmentVariable(SecretNames.TicketSigningKey);
        var settings = new Dictionary<string, string?> { [environment] = new('k', TicketService.MinKeyLength) };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new SecretCache(new NoSecrets(), configuration, TimeProvider.System, NullLogger<SecretCache>.Instance);
    }

    private sealed class NoSecrets : ISecretStore
    {
        public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
