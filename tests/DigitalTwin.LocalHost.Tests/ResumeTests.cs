using DigitalTwin.Testing;
using DigitalTwin.TestTwin;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A turn of many steps, killed after every single write of its journal, ends as if nothing had happened.</summary>
public sealed class ResumeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
            (killed.Reply, killed.ModelCalls, killed.Effects).ShouldBe((straight.Reply, straight.ModelCalls, straight.Effects), $"killed after write {killAt}");
            killed.Events.ShouldBe(straight.Events, $"killed after write {killAt}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills, one after each write of the journal.");
        kills.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_call_that_must_not_be_made_twice_is_not_and_the_model_is_told()
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = (http, request) => (request.Texts("tool").Count == 0 ? ModelServer.CallTools(("pay", ["{\"text\":\"x\"}"])) : ModelServer.Reply("I do not know whether it was paid."))(http, request);
        using var data = new TempFolder();
        using var effects = new TempFolder();

        // The first write of the journal says that the call begins: nobody can tell what it did before the kill.
        var run = new Run(model, data.Path, effects.Path, killAt: 1);
        try
        {
            (await run.DriveAsync()).ShouldSatisfyAllConditions(
                outcome => outcome.Reply.ShouldBe("I do not know whether it was paid."),
                outcome => outcome.ModelCalls.ShouldBe(2),
                outcome => outcome.Starts.ShouldBe(2));
            new TestTools(effects.Path).Runs.ShouldBeEmpty();
            model.Requests.Last().Texts("tool").Single().ShouldContain("It is not known whether this call did its work");
        }
        finally
        {
            await run.StopAsync();
        }
    }

    private static async Task<Outcome> RunAsync(int killAt)
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = TurnScript.AnswerAsync;
        using var data = new TempFolder();
        using var effects = new TempFolder();
        var run = new Run(model, data.Path, effects.Path, killAt);
        try
        {
            return await run.DriveAsync();
        }
        finally
        {
            await run.StopAsync();
        }
    }

    private sealed record Outcome(string Reply, int ModelCalls, int Effects, IReadOnlyList<string> Events, int Starts);

    /// <summary>A visitor and an owner who do what the turn asks of them, and start the twin again whenever it is gone.</summary>
    private sealed class Run(ModelServer model, string data, string effects, int killAt)
    {
        private TwinProcess? twin;
        private int starts;
        private string? session;
        private string? ticket;

        public async Task<Outcome> DriveAsync()
        {
            string? turn = null;
            while (true)
            {
                await StartIfGoneAsync();
                try
                {
                    using var client = Client();
                    session ??= (await OpenAsync(client)).SessionId;
                    var view = await TurnScript.AskAsync(client);
                    turn = view.Text("turnId");
                    if (view.Status == 200)
                    {
                        return new Outcome(view.Text("reply"), model.Requests.Count, new TestTools(effects).Effects, await TurnScript.EventsAsync(client, turn), starts);
                    }

                    await (view.Text("waitingFor") == "visitor" ? client.ClarifyAsync(turn, "The long one") : TurnScript.ApproveAsync(twin!.Address));
                }
                catch (Exception error) when (error is HttpRequestException or IOException)
                {
                    // Killed. The visitor's page tries again.
                    await twin!.WaitForExitAsync();
                }
            }
        }

        public async Task StopAsync() => await (twin?.DisposeAsync() ?? ValueTask.CompletedTask);

        private async Task StartIfGoneAsync()
        {
            if (twin is { HasExited: false })
            {
                return;
            }

            await StopAsync();
            starts++;
            var environment = new Dictionary<string, string> { ["KILL_AT"] = $"{(starts == 1 ? killAt : 0)}", ["EFFECTS"] = effects, ["OWNER_KEY"] = TurnScript.OwnerKey };
            twin = await TwinProcess.StartAsync(
                typeof(TestTwinMarker).Assembly.Location, environment,
                ["--urls=http://127.0.0.1:0", $"--Storage:Path={data}", "--Logging:LogLevel:Default=Warning", .. TwinHost.SettingsFor(model).Select(setting => "--" + setting)]);
            twin.Address.ShouldNotBeNull(twin.Output);
        }

        private TwinClient Client() => new(twin!.Address) { SessionId = session, Ticket = ticket };

        private async Task<TwinClient> OpenAsync(TwinClient client)
        {
            (await client.SendAsync(HttpMethod.Post, "/api/sessions")).Status.ShouldBe(201);
            ticket = client.Ticket;
            return client;
        }
    }
}
