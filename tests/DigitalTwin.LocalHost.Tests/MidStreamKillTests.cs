using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A twin that is killed in the middle of its first model call knows the turn after its start, and answers it.</summary>
public sealed class MidStreamKillTests : IAsyncLifetime
{
    private const string Reply = "one two three";

    private readonly TempFolder data = new();
    private ModelServer model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        model.Then(ModelServer.Reply(["one ", "two ", "three"], number => number < 2 ? Task.CompletedTask : Task.Delay(-1, Token)));
        model.Otherwise = ModelServer.Reply(Reply);
    }

    public async ValueTask DisposeAsync()
    {
        await model.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_the_turn()
    {
        var (turn, visitor) = await KilledAsync();
        await using var twin = await StartAsync();
        using var client = new TwinClient(twin.Address!) { SessionId = visitor.SessionId, Ticket = visitor.Ticket };
        (await client.GetAsync($"/api/turns/{turn}")).Status.ShouldBeOneOf(200, 202);
        (await client.ChatAsync("Count", "count")).Text("reply").ShouldBe(Reply);
        await ShouldHoldTheTurnOnceAsync(client, turn);
    }

    [Fact]
    public async Task A_turn_that_no_client_asks_for_is_answered_all_the_same()
    {
        var (turn, visitor) = await KilledAsync();
        await using var twin = await StartAsync();
        using var client = new TwinClient(twin.Address!) { SessionId = visitor.SessionId, Ticket = visitor.Ticket };
        while ((await MessagesAsync(client)).Count < 2)
        {
            await Task.Delay(50, Token);
        }

        // The reply is in the history a moment before the turn's last event is sent: its stream ends with it.
        (await client.ReplayAsync(turn).ToListAsync(Token))[^1].Type.ShouldBe("turn.completed");
        await ShouldHoldTheTurnOnceAsync(client, turn);
    }

    private async Task ShouldHoldTheTurnOnceAsync(TwinClient client, string turn)
    {
        (await MessagesAsync(client)).ShouldBe(["Count", Reply]);
        (await client.GetAsync($"/api/turns/{turn}")).Text("status").ShouldBe("completed");
        model.Requests.Count.ShouldBe(2);
    }

    private static async Task<List<string>> MessagesAsync(TwinClient client)
        => [.. (await client.GetAsync($"/api/sessions/{client.SessionId}/messages")).Json.GetProperty("messages")
            .EnumerateArray().Select(message => message.GetProperty("text").GetString()!)];

    private async Task<(string Turn, TwinClient Visitor)> KilledAsync()
    {
        await using var twin = await StartAsync();
        var client = new TwinClient(twin.Address!);
        var turn = "";
        try
        {
            await foreach (var next in client.StreamChatAsync("Count", "count").WithCancellation(Token))
            {
                turn = next.Type == "turn.started" ? next.Data.GetProperty("turnId").GetString()! : turn;
                if (next.Type == "delta")
                {
                    await twin.KillAsync();
                }
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // Killed.
        }

        turn.ShouldNotBeEmpty();
        return (turn, client);
    }

    private async Task<TwinProcess> StartAsync()
    {
        var twin = await TwinProcess.StartAsync(
            [
                "--urls=http://127.0.0.1:0",
                $"--Storage:Path={data.Path}",
                "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:DigitalTwin.LocalHost=Information",
                .. TwinHost.SettingsFor(model).Select(setting => "--" + setting),
            ]);
        twin.Address.ShouldNotBeNull(twin.Output);
        return twin;
    }
}
