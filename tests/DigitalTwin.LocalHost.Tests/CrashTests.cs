using System.Collections.Concurrent;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What was acknowledged is there after <c>kill -9</c>, whenever it comes.</summary>
public sealed class CrashTests
{
    private const int Kills = 200;
    private const int Lanes = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_kills_in_the_middle_of_writes_lose_nothing()
    {
        var lanes = Enumerable.Range(0, Lanes)
            .Select(lane => Task.Run(() => KillAgainAndAgainAsync(Kills / Lanes, new Random(lane)), Token));
        var acknowledged = await Task.WhenAll(lanes);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Kills} kills, {acknowledged.Sum()} acknowledged turns, none lost.");
        acknowledged.Sum().ShouldBeGreaterThan(Kills);
    }

    private static async Task<int> KillAgainAndAgainAsync(int kills, Random random)
    {
        using var data = new TempFolder();
        var (last, all) = (new List<Visitor>(), new List<Visitor>());
        for (var kill = 0; kill <= kills; kill++)
        {
            await using var twin = await TwinProcess.StartAsync(
                "--urls=http://127.0.0.1:0",
                $"--Storage:Path={data.Path}",
                "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:DigitalTwin.LocalHost=Information");
            twin.Address.ShouldNotBeNull(twin.Output);
            await VerifyAsync(twin.Address, kill == kills ? all : last);
            using var acknowledged = new SemaphoreSlim(0);
            last = [.. Enumerable.Range(0, 3).Select(_ => new Visitor(acknowledged))];
            all.AddRange(last);
            var writing = last.Select(visitor => Task.Run(() => visitor.ChatUntilKilledAsync(twin.Address), Token)).ToList();

            // Kills come from before the first acknowledgement to after some, however fast the machine is, and then anywhere in a write.
            for (var wanted = kill % 4; wanted > 0; wanted--)
            {
                await acknowledged.WaitAsync(Token);
            }

            await Task.Delay(random.Next(0, 20), Token);
            await twin.KillAsync();
            await Task.WhenAll(writing);

            // Said as it goes: a runner that hears nothing for a minute takes the end of the process for a crash.
            var turns = last.Sum(visitor => visitor.Acknowledged.Count);
            TestContext.Current.TestOutputHelper!.WriteLine($"Kill {kill} of {kills}: {turns} turns were acknowledged.");
        }

        return all.Sum(visitor => visitor.Acknowledged.Count);
    }

    private static async Task VerifyAsync(Uri address, List<Visitor> visitors)
    {
        foreach (var visitor in visitors.Where(visitor => !visitor.Acknowledged.IsEmpty))
        {
            using var client = new TwinClient(address) { SessionId = visitor.SessionId, Ticket = visitor.Ticket };
            var answer = await client.GetAsync($"/api/sessions/{visitor.SessionId}/messages?limit=200");
            answer.Status.ShouldBe(200);
            var texts = answer.Json.GetProperty("messages")
                .EnumerateArray()
                .Select(message => message.GetProperty("text").GetString()!).ToList();
            foreach (var (message, reply) in visitor.Acknowledged)
            {
                var index = texts.IndexOf(message);
                index.ShouldBeGreaterThanOrEqualTo(0, $"'{message}' was acknowledged and is lost");
                texts[index + 1].ShouldBe(reply);
            }
        }
    }

    private sealed class Visitor(SemaphoreSlim acknowledged)
    {
        public ConcurrentQueue<(string Message, string Reply)> Acknowledged { get; } = new();

        public string? SessionId { get; private set; }

        public string? Ticket { get; private set; }

        public async Task ChatUntilKilledAsync(Uri address)
        {
            using var client = new TwinClient(address);
            try
            {
                for (var i = 0; i < 90; i++)
                {
                    var message = $"Hello {i} {new string('x', i * 37 % 3000)}";
                    var answer = await client.ChatAsync(message);
                    answer.Status.ShouldBe(200);
                    (SessionId, Ticket) = (client.SessionId, client.Ticket);
                    Acknowledged.Enqueue((message, answer.Text("reply")));
                    acknowledged.Release();
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // Killed: what came back by then is what counts.
            }
        }
    }
}
