using DigitalTwin.Conversations;
using DigitalTwin.Functions.Durable;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Tests.Durable;

/// <summary>What goes wrong between several processes and their engine, and what becomes of the turn.</summary>
public sealed class DurableFaultTests : DurableTestBase
{
    [Fact]
    public async Task An_engine_that_is_away_for_a_moment_loses_no_turn()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        twin.Host.Get<DurableClientSource>().Use(new AwayClient());
        var asked = await twin.Host.Client.ChatAsync("Send it.");
        (asked.Status, asked.Text("waitingFor")).ShouldBe((202, "visitor"));
        var answering = twin.Host.Client.ClarifyAsync(asked.Text("turnId"), "The long one");
        await Task.Delay(300, Token);
        await twin.Host.Get<MaintenanceFunctions>().TakeUpTurns(null!, twin.Client, Token);
        (await answering).Text("reply").ShouldBe("The long one it is.");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_cancellation_that_was_cut_off_is_brought_to_its_end_by_the_schedule(bool hasInstance)
    {
        Model.Then(Ask);
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        if (!hasInstance)
        {
            twin.Host.Get<DurableClientSource>().Use(new AwayClient());
        }

        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        var id = TurnId.TryParse(turn)!.Value;
        using (var journal = await twin.Host.Get<JournalStore>().LoadAsync(id, Token))
        {
            (await journal!.TryCancelAsync()).ShouldBeTrue();
        }

        await twin.Host.Get<MaintenanceFunctions>().TakeUpTurns(null!, twin.Client, Token);
        await twin.Client.WaitForInstanceCompletionAsync(turn, Token);
        (await ErrorOfAsync(twin, turn)).ShouldBe("turn_cancelled");
    }

    [Fact]
    public async Task A_turn_of_a_workflow_there_is_no_more_ends_clearly_and_keeps_no_other_from_going_on()
    {
        Model.Otherwise = ModelServer.Reply("Here I am.");
        await using var twin = await DurableTwin.StartAsync(Model, Tools, "Limits:LeaseSeconds=1");
        await twin.Host.Client.ChatAsync("Hello");
        var ids = new[] { "a-workflow-that-was", AgentWorkflow.WorkflowName }
            .Select(workflow => (Workflow: workflow, Id: TurnId.For(twin.Host.Client.SessionId!, workflow)))
            .ToList();
        foreach (var (workflow, id) in ids)
        {
            using var journal = twin.Host.Get<JournalStore>().Begin(new TurnStart
            {
                Id = id,
                Workflow = workflow,
                StartedAt = DateTimeOffset.UtcNow,
                Limits = new LimitsOptions().Snapshot(),
                MessageId = workflow,
                Message = "Still there?",
            });
            await journal.LeaseAsync(isNewRun: false);
        }

        await twin.Host.Get<MaintenanceFunctions>().TakeUpTurns(null!, twin.Client, Token);
        await Task.WhenAll(ids.Select(each => twin.Client.WaitForInstanceCompletionAsync(each.Id.ToString(), Token)));
        (await ErrorOfAsync(twin, ids[0].Id.ToString())).ShouldBe("internal_error");
        (await twin.Host.Client.GetAsync($"/api/turns/{ids[1].Id}")).Text("reply").ShouldBe("Here I am.");
        (await twin.Host.Get<JournalStore>().FindAllAsync(Token).AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_erased_by_one_process_is_not_written_again_by_another()
    {
        var erased = new TaskCompletionSource();
        Model.Then(async (http, request) =>
        {
            await erased.Task;
            await ModelServer.Reply("Too late.")(http, request);
        });
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var (first, second) = await PairAsync(twin);
        var chat = first.Client.ChatAsync("My secret");
        while (Model.Requests.IsEmpty)
        {
            await Task.Delay(20, Token);
        }

        (await second.Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{SessionOf(second)}")).Status.ShouldBe(204);
        erased.SetResult();
        (await chat).Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("session_not_found");
        DataOnDisk.FilesWith(first.DataPath, "My secret").ShouldBeEmpty();
        (await second.Client.ChatAsync("And now?")).Code.ShouldBe("session_not_found");
    }

    [Fact]
    public async Task A_visitor_who_asks_for_the_person_again_is_heard_after_the_first_time_ran_out()
    {
        Model.Then(ModelServer.CallTools(("hand_over", ["{\"reason\":\"Talk.\"}"]))).Then(ModelServer.Reply("I passed it on."))
            .Then(ModelServer.CallTools(("hand_over", ["{\"reason\":\"Talk again.\"}"]))).Then(ModelServer.Reply("Again."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools, "Limits:HandOverHours=0.0008");
        var first = (await twin.Host.Client.ChatAsync("Can I talk to a real person?")).Text("handOver");
        await twin.Client.WaitForInstanceCompletionAsync(first, Token);
        var again = (await twin.Host.Client.ChatAsync("Please, a real person?")).Text("handOver");
        again.ShouldNotBe(first);
        (await TurnScript.ReplyInPersonAsync(twin.Host.Address, "It is me.")).Status.ShouldBe(200);
        (await twin.Host.Client.ReplayAsync(again).ToListAsync(Token))[^1].Data.GetProperty("reply").GetString().ShouldBe("It is me.");
    }

    [Fact]
    public async Task The_stream_of_the_first_message_goes_on_when_the_steps_after_a_wait_are_done_elsewhere()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var (first, second) = await PairAsync(twin);
        var types = new List<string>();
        await foreach (var next in first.Client.StreamChatAsync("Send it.", "m-1"))
        {
            types.Add(next.Type);
            if (next.Type == "waiting")
            {
                _ = second.Client.ClarifyAsync(TurnId.For(SessionOf(second), "m-1").ToString(), "The long one");
            }
        }

        types[^1].ShouldBe("turn.completed");
        types.ShouldContain("delta");
    }

    [Fact]
    public async Task An_approval_that_ran_out_does_not_swallow_the_next_one()
    {
        Model.Then(ModelServer.CallTools(("send_letter", ["{\"text\":\"a\"}"])))
            .Then(ModelServer.CallTools(("send_letter", ["{\"text\":\"b\"}"])))
            .Then(ModelServer.Reply("Sent."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools, "Limits:ApprovalHours=0.001");
        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        while (!twin.Calls.Any(call => call.StartsWith("BeginWait wait:approve:2", StringComparison.Ordinal)))
        {
            await Task.Delay(100, Token);
        }

        await Task.Delay(300, Token);
        (await TurnScript.ApproveAsync(twin.Host.Address)).Status.ShouldBe(204);
        (await twin.Host.Client.ReplayAsync(turn).ToListAsync(Token))[^1].Data.GetProperty("reply").GetString().ShouldBe("Sent.");
        Tools.Effects.ShouldBe(1);
    }

    [Fact]
    public async Task Another_text_under_the_id_of_a_waiting_message_is_refused()
    {
        Model.Then(Ask);
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        await twin.Host.Client.ChatAsync("Send it.", "m-1");
        (await twin.Host.Client.ChatAsync("Burn it.", "m-1")).Code.ShouldBe("message_id_reused");
        (await twin.Host.Client.ChatAsync("Send it.", "m-1")).Status.ShouldBe(202);
    }

    // Two processes over one store, and one visitor whose requests reach both.
    private async Task<(TwinHost First, TwinHost Second)> PairAsync(DurableTwin twin)
    {
        var first = twin.Host;
        var key = (await first.Get<SecretCache>().GetAsync(SecretNames.TicketSigningKey, Token))!;
        var second = await twin.AddHostAsync(Model, Tools, null, first.Get<IRowStore>(), $"TICKET_SIGNING_KEY={key}");
        var session = await first.Client.SendAsync(HttpMethod.Post, "/api/sessions");
        first.Client.Ticket = second.Client.Ticket = session.Text("ticket");
        return (first, second);
    }

    private static async Task<string?> ErrorOfAsync(DurableTwin twin, string turn)
        => (await twin.Host.Client.GetAsync($"/api/turns/{turn}")).Json.GetProperty("error").GetProperty("code").GetString();

    private static string SessionOf(TwinHost host) => host.Client.Ticket!.Split('.')[0];

    /// <summary>The client of an engine that is restarting.</summary>
    private sealed class AwayClient() : DurableTaskClient("away")
    {
        public override Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId,
            bool getInputsAndOutputs = false,
            CancellationToken cancellation = default) => throw Away();

        public override Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName,
            object? input = null,
            StartOrchestrationOptions? options = null,
            CancellationToken cancellation = default) => throw Away();

        public override Task RaiseEventAsync(
            string instanceId,
            string eventName,
            object? eventPayload = null,
            CancellationToken cancellation = default) => throw Away();

        public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
            string instanceId,
            bool getInputsAndOutputs = false,
            CancellationToken cancellation = default) => throw Away();

        public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
            string instanceId,
            bool getInputsAndOutputs = false,
            CancellationToken cancellation = default) => throw Away();

        public override Task SuspendInstanceAsync(
            string instanceId,
            string? reason = null,
            CancellationToken cancellation = default) => throw Away();

        public override Task ResumeInstanceAsync(
            string instanceId,
            string? reason = null,
            CancellationToken cancellation = default) => throw Away();

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw Away();

        public override ValueTask DisposeAsync() => default;

        private static RpcException Away() => new(new Status(StatusCode.Unavailable, "The host restarts."));
    }
}
