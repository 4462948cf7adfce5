using DigitalTwin.Testing;
using DigitalTwin.TestTwin;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A turn of many steps, killed after every single write of its journal, ends as if nothing had happened.</summary>
public sealed class ResumeTests
{
    private const string Unknown = "I do not know whether it was paid.";

    [Fact]
    public async Task Killed_after_any_write_of_its_journal_a_turn_ends_as_if_it_had_not_been()
    {
        var straight = await RunAsync(killAt: 0);
        straight.Reply.ShouldBe(TurnScript.Reply);
        straight.ModelCalls.ShouldBe(5);
        straight.Effects.ShouldBe(4);
        straight.Events.Count(type => type.StartsWith("tool.completed", StringComparison.Ordinal)).ShouldBe(4);

        var kills = 0;
        for (var killAt = 1; ; killAt++)
        {
            var killed = await RunAsync(killAt);
            if (killed.Starts == 1)
            {
                break;
            }

            kills++;
            (killed.Reply, killed.ModelCalls, killed.Effects)
                .ShouldBe((straight.Reply, straight.ModelCalls, straight.Effects), $"killed after write {killAt}");
            killed.Events.ShouldBe(straight.Events, $"killed after write {killAt}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills, one after each write of the journal.");
        kills.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_call_that_is_not_idempotent_is_not_repeated_after_a_kill()
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = (http, request) =>
        {
            var isFirst = request.Texts("tool").Count == 0;
            var answer = isFirst ? ModelServer.CallTools(("pay", ["{\"text\":\"x\"}"])) : ModelServer.Reply(Unknown);
            return answer(http, request);
        };
        using var data = new TempFolder();
        using var effects = new TempFolder();

        // The journal's first write says that the call begins: what the call did before the kill is unknown.
        await using var twin = new KilledTwin(model, data.Path, effects.Path, killAt: 1);
        var outcome = await DriveAsync(twin, model);

        (outcome.Reply, outcome.ModelCalls, outcome.Starts).ShouldBe((Unknown, 2, 2));
        twin.Tools.Runs.ShouldBeEmpty();
        model.Requests.Last().Texts("tool").Single().ShouldContain("It is not known whether this call did its work");
    }

    private static async Task<Outcome> RunAsync(int killAt)
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = TurnScript.AnswerAsync;
        using var data = new TempFolder();
        using var effects = new TempFolder();
        await using var twin = new KilledTwin(model, data.Path, effects.Path, killAt);
        return await DriveAsync(twin, model);
    }

    /// <summary>Takes the part of visitor and owner until the turn has ended, and restarts the twin after its kill.</summary>
    private static async Task<Outcome> DriveAsync(KilledTwin twin, ModelServer model)
    {
        while (true)
        {
            using var visitor = await twin.ConnectAsync();
            try
            {
                if (await GoOnAsync(visitor, twin) is { } reply)
                {
                    var events = await TurnScript.EventsAsync(visitor, reply.Text("turnId"));
                    return new Outcome(reply.Text("reply"), model.Requests.Count, twin.Tools.Effects, events, twin.Starts);
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // The twin was killed in the middle of a request.
                await twin.WaitForExitAsync();
            }
        }
    }

    /// <summary>Sends the message again, as the visitor's page does, and answers what the turn waits for.</summary>
    /// <returns>The finished turn, or <see langword="null"/> where it goes on.</returns>
    private static async Task<Answer?> GoOnAsync(TwinClient visitor, KilledTwin twin)
    {
        var turn = await TurnScript.AskAsync(visitor);
        if (turn.Status == 200)
        {
            return turn;
        }

        if (turn.Text("waitingFor") == "visitor")
        {
            await visitor.ClarifyAsync(turn.Text("turnId"), "The long one");
        }
        else
        {
            await TurnScript.ApproveAsync(twin.Address);
        }

        return null;
    }

    private sealed record Outcome(string Reply, int ModelCalls, int Effects, IReadOnlyList<string> Events, int Starts);

    /// <summary>A twin that kills itself after the n-th write of its journal, and lives on once it was started again.</summary>
    private sealed class KilledTwin(ModelServer model, string data, string effects, int killAt) : IAsyncDisposable
    {
        private TwinProcess? process;
        private string? session;
        private string? ticket;

        public int Starts { get; private set; }

        public TestTools Tools { get; } = new(effects);

        public Uri Address => process!.Address!;

        /// <summary>A client of the one visitor; starts the twin where it does not run.</summary>
        public async Task<TwinClient> ConnectAsync()
        {
            if (process is not { HasExited: false })
            {
                await DisposeAsync();
                process = await StartAsync();
            }

            var client = new TwinClient(Address) { SessionId = session, Ticket = ticket };
            if (session is null)
            {
                (await client.SendAsync(HttpMethod.Post, "/api/sessions")).Status.ShouldBe(201);
                (session, ticket) = (client.SessionId, client.Ticket);
            }

            return client;
        }

        public Task WaitForExitAsync() => process!.WaitForExitAsync();

        public ValueTask DisposeAsync() => process?.DisposeAsync() ?? ValueTask.CompletedTask;

        private async Task<TwinProcess> StartAsync()
        {
            Starts++;
            var environment = new Dictionary<string, string>
            {
                ["KILL_AT"] = $"{(Starts == 1 ? killAt : 0)}",
                ["EFFECTS"] = effects,
                ["OWNER_KEY"] = TurnScript.OwnerKey,
            };
            string[] args =
            [
                "--urls=http://127.0.0.1:0",
                $"--Storage:Path={data}",
                "--Logging:LogLevel:Default=Warning",
                .. TwinHost.SettingsFor(model).Select(setting => "--" + setting),
            ];
            var started = await TwinProcess.StartAsync(typeof(TestTwinMarker).Assembly.Location, environment, args);
            started.Address.ShouldNotBeNull(started.Output);
            return started;
        }
    }
}
