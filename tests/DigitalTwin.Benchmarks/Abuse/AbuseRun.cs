using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DigitalTwin.Benchmarks.Systems;
using DigitalTwin.Testing;

namespace DigitalTwin.Benchmarks.Abuse;

/// <summary>
/// Fifty clients, of which forty-five abuse the twin in every way there is, as fast as they can: what do the other five notice, and what
/// does it cost? The load has one core, the twin the other. First the five alone, with the generator running idle.
/// </summary>
internal static class AbuseRun
{
    private const int Honest = 5;
    private const int Abusers = 45;

    // A person who types: within the limit of ten messages a minute.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(6.3);

    public static async Task<int> RunAsync(int seconds, int rounds)
    {
        var work = Directory.CreateTempSubdirectory("abuse-").FullName;
        var port = FreePorts.Next();
        using var stub = Process.Start(MeasuredSystems.Self("stub", port))!;
        var systems = new MeasuredSystems(new Uri($"http://127.0.0.1:{port}/v1"), work);
        await systems.PrepareAsync();
        Console.WriteLine(
            "| round | honest: turns | errors | p95 alone, ms | p95, ms | ratio "
            + "| abusers: requests/s | paid calls | disk, MB | spent, USD |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        var ratios = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            ratios.Add(await RoundAsync(systems, work, round, TimeSpan.FromSeconds(seconds)));
        }

        stub.Kill();
        Directory.Delete(work, recursive: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nMedian ratio: {ratios.Order().ElementAt(rounds / 2):0.00}"));
        return 0;
    }

    private static async Task<double> RoundAsync(MeasuredSystems systems, string work, int round, TimeSpan time)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, $"round-{round}")).FullName;
        await using var twin = await systems.StartOursAsync(folder, cap: "0.5");
        Pin(twin.ProcessId, 1);
        Pin(Environment.ProcessId, 2);
        var key = await File.ReadAllTextAsync(Path.Combine(folder, "secrets", "owner-key"));
        await HonestAsync(twin.Address, 1, TimeSpan.FromSeconds(10));
        var alone = await HonestAsync(twin.Address, 2, time);
        var (disk, calls) = (SizeOf(folder), await UsageAsync(twin.Address, key));
        using var over = new CancellationTokenSource(time);
        var abuse = Task.WhenAll(Enumerable.Range(0, Abusers).Select(index => AbuseAsync(twin.Address, index, over.Token)));
        var beside = await HonestAsync(twin.Address, 3, time);
        var requests = (await abuse).Sum();
        await Task.Delay(TimeSpan.FromSeconds(6));
        var after = await UsageAsync(twin.Address, key);
        var grown = (SizeOf(folder) - disk) / 1048576.0;
        var (before, now) = (P95(alone), P95(beside));
        var paid = after.Calls - calls.Calls - beside.Count(each => each.Status == 200);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {beside.Count} | {beside.Count(each => each.Status != 200)} | {before:0.0} | {now:0.0} | {now / before:0.00} "
            + $"| {requests / time.TotalSeconds:0} | {paid} | {grown:0.0} | {after.Spent:0.00} |"));
        return now / before;
    }

    private static async Task<List<(int Status, double Milliseconds)>> HonestAsync(Uri twin, int run, TimeSpan time)
    {
        var turns = new ConcurrentBag<(int, double)>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Honest).Select(async index =>
        {
            using var client = new Client(twin, IPAddress.Parse($"127.{run}.2.{index + 1}"));
            await Task.Delay(Pace * index / Honest);
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var (status, took) = await client.ChatAsync("What did you work on before?", CancellationToken.None);
                turns.Add((status, took.TotalMilliseconds));
                await Task.Delay(Pace);
            }
        }));
        return [.. turns];
    }

    /// <returns>How many requests were answered.</returns>
    private static async Task<int> AbuseAsync(Uri twin, int index, CancellationToken cancellationToken)
    {
        // Five of each kind share an address.
        using var client = new Client(twin, IPAddress.Parse($"127.9.1.{(index / 5) + 1}"));
        for (var count = 0; ; count++)
        {
            try
            {
                await OneAsync(client, index % 9, count, cancellationToken);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return count;
                }
            }
        }
    }

    private static Task OneAsync(Client client, int kind, int count, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case 0:
                client.Ticket = null;
                return client.ChatAsync($"New session {count}", cancellationToken);
            case 1:
                return client.ChatAsync($"Again {count}", cancellationToken);
            case 2:
                return client.SendAsync(HttpMethod.Get, "/api/owner/inbox", null, cancellationToken, $"guess-{count}");
            case 3:
                return client.SendAsync(HttpMethod.Post, "/api/chat", "{\"message\":\"x\"}", cancellationToken, "a.1.b.c");
            case 4 when client.Session is { } session:
                var lead = $$"""{"name":"n","contact":"a{{count}}@b.example","message":"Buy {{count}}","consent":true}""";
                return client.SendAsync(HttpMethod.Post, $"/api/sessions/{session}/leads", lead, cancellationToken);
            case 4:
                return client.SendAsync(HttpMethod.Post, "/api/sessions", null, cancellationToken);
            case 5:
                client.Ticket = null;
                return client.SendAsync(HttpMethod.Post, "/api/sessions", null, cancellationToken);
            case 6:
                return client.SendAsync(HttpMethod.Post, "/api/chat", $"{{\"message\":\"{new string('x', 100_000)}\"}}", cancellationToken);
            case 7:
                return client.SendAsync(HttpMethod.Post, "/v1/chat/completions", "{", cancellationToken, $"dt-0-{count}");
            default:
                return client.SendAsync(HttpMethod.Get, "/metrics", null, cancellationToken);
        }
    }

    private static async Task<(int Calls, double Spent)> UsageAsync(Uri twin, string key)
    {
        using var http = new HttpClient { BaseAddress = twin };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        var usage = await http.GetFromJsonAsync<JsonElement>("/api/owner/usage?by=day");
        var rows = usage.GetProperty("rows").EnumerateArray();
        return (rows.Sum(row => row.GetProperty("calls").GetInt32()), usage.GetProperty("spent").GetDouble());
    }

    private static double P95(List<(int Status, double Milliseconds)> turns)
        => turns.Select(turn => turn.Milliseconds).Order().ElementAt((int)(turns.Count * 0.95));

    private static long SizeOf(string folder)
        => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static void Pin(int process, long mask)
    {
        var start = new ProcessStartInfo("taskset", ["-a", "-p", $"{mask:x}", $"{process}"]) { RedirectStandardOutput = true };
        using var pinned = Process.Start(start)!;
        pinned.StandardOutput.ReadToEnd();
        pinned.WaitForExit();
    }
}
