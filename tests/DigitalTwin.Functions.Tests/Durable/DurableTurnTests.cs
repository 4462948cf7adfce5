using DigitalTwin.Conversations;
using DigitalTwin.Functions.Durable;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Tests.Durable;

/// <summary>Turns that wait, in the durable engine.</summary>
public sealed class DurableTurnTests : DurableTestBase
{
    [Fact]
    public async Task The_same_script_tells_the_same_events_on_both_engines()
    {
        Model.Otherwise = TurnScript.AnswerAsync;
        await using var local = await TwinHost.StartAsync(Model, Tools, $"OWNER_KEY={TurnScript.OwnerKey}");
        var expected = await DriveAsync(local);
        var calls = Model.Requests.Count;

        using var otherEffects = new TempFolder();
        await using var durable = await DurableTwin.StartAsync(Model, new TestTools(otherEffects.Path));
        (await DriveAsync(durable.Host)).ShouldBe(expected);
        (Model.Requests.Count - calls).ShouldBe(calls);
        new TestTools(otherEffects.Path).Effects.ShouldBe(Tools.Effects);
        expected[^1].ShouldContain(TurnScript.Reply);

        // What the request did before the turn waited is not done again.
        durable.Calls.Where(call => !call.StartsWith("EndWait", StringComparison.Ordinal)).ShouldBe([
            "Think think:1", "RunTool tool:1:0:1", "RunTool tool:1:1:1",
            "Think think:2", "RunTool tool:2:0:1", "EndDelay timer:2:0:1", "RunTool tool:2:0:2",
            "Think think:3", "BeginWait wait:clarify:3:0",
            "Think think:4", "BeginWait wait:approve:4:0", "RunTool tool:4:0:1",
            "Think think:5",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task The_instance_is_the_turns_and_knows_nothing_of_what_is_said()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var asked = await twin.Host.Client.ChatAsync("Send my secret letter.");
        asked.Status.ShouldBe(202);
        var turn = asked.Text("turnId");
        (await WaitingAsync(twin, turn)).SerializedCustomStatus.ShouldBe("\"clarification\"");
        var answered = await twin.Host.Client.ClarifyAsync(turn, "The secret long one");
        (answered.Status, answered.Text("reply")).ShouldBe((200, "The long one it is."));
        var over = await twin.Client.WaitForInstanceCompletionAsync(turn, getInputsAndOutputs: true, Token);
        (over.RuntimeStatus, over.SerializedCustomStatus).ShouldBe((OrchestrationRuntimeStatus.Completed, "\"completed\""));
        over.SerializedInput!.ShouldNotContain("secret");
        (over.SerializedOutput ?? "null").ShouldBe("null");
        twin.LargestPayload.ShouldBeLessThan(2_000);
        (await HistoryAsync(twin.Host)).ShouldBe(["Send my secret letter.", "Which letter?", "The secret long one", "The long one it is."]);
    }

    [Fact]
    public async Task A_cancelled_turn_is_terminated_and_stored_as_it_stands()
    {
        Model.Then(Ask);
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        await WaitingAsync(twin, turn);
        var cancelled = await twin.Host.Client.SendAsync(HttpMethod.Delete, $"/api/turns/{turn}");
        cancelled.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("turn_cancelled");
        (await twin.Client.WaitForInstanceCompletionAsync(turn, Token)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        (await twin.Host.Client.ClarifyAsync(turn, "x")).Code.ShouldBe("turn_over");
    }

    [Fact]
    public async Task A_forgotten_visitors_turn_is_terminated_and_leaves_nothing()
    {
        Model.Then(Ask);
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        await WaitingAsync(twin, turn);
        (await twin.Host.Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{twin.Host.Client.SessionId}")).Status.ShouldBe(204);
        (await twin.Client.WaitForInstanceCompletionAsync(turn, Token)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);

        // What is left says that something was erased here, so that no other process writes it again, and not what.
        DataOnDisk.Rows(twin.Host.DataPath).Where(row => !row.StartsWith("ledger/", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("erased");
        DataOnDisk.FilesWith(twin.Host.DataPath, "Send it.").ShouldBeEmpty();
        DataOnDisk.FilesWith(twin.Host.DataPath, "letter").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_nobody_answers_is_ended_by_a_durable_timer()
    {
        Model.Then(Ask);
        await using var twin = await DurableTwin.StartAsync(Model, Tools, "Limits:ClarificationHours=0.0005");
        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        var events = await twin.Host.Client.ReplayAsync(turn).ToListAsync(Token);
        events[^1].Data.GetProperty("error").GetProperty("code").GetString().ShouldBe("clarification_expired");
        (await twin.Host.Client.ClarifyAsync(turn, "late")).Code.ShouldBe("clarification_expired");
        (await twin.Client.WaitForInstanceCompletionAsync(turn, getInputsAndOutputs: true, Token))
            .SerializedCustomStatus.ShouldBe("\"failed\"");
    }

    [Fact]
    public async Task The_persons_own_reply_wakes_the_hand_over()
    {
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        Model.Then(ModelServer.CallTools(("hand_over", ["{\"reason\":\"They want to talk.\"}"])))
            .Then(ModelServer.Reply("I passed it on."));
        var turn = (await twin.Host.Client.ChatAsync("Can I talk to a real person?")).Text("handOver");
        var following = twin.Host.Client.ReplayAsync(turn).ToListAsync(Token);
        (await TurnScript.ReplyInPersonAsync(twin.Host.Address, "It is me.")).Status.ShouldBe(200);
        (await following)[^1].Data.GetProperty("reply").GetString().ShouldBe("It is me.");
    }

    [Fact]
    public async Task An_instance_that_is_gone_is_begun_again_by_the_answer()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        await WaitingAsync(twin, turn);
        await twin.Client.TerminateInstanceAsync(turn, Token);
        await twin.Client.WaitForInstanceCompletionAsync(turn, Token);
        (await twin.Host.Client.ClarifyAsync(turn, "The long one")).Text("reply").ShouldBe("The long one it is.");
        Model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_turn_whose_process_went_away_is_taken_up_by_the_schedule()
    {
        Model.Otherwise = (http, request) => ModelServer.Reply("Here I am again.")(http, request);
        await using var twin = await DurableTwin.StartAsync(Model, Tools, "Limits:LeaseSeconds=1");
        (await twin.Host.Client.ChatAsync("Hello")).Status.ShouldBe(200);
        var id = TurnId.For(twin.Host.Client.SessionId!, "cut-off");

        // What a killed process leaves behind: the message, and a journal that it held.
        var start = new TurnStart
        {
            Id = id,
            Workflow = AgentWorkflow.WorkflowName,
            StartedAt = DateTimeOffset.UtcNow,
            Limits = new LimitsOptions().Snapshot(),
            MessageId = "cut-off",
            Message = "Are you there?",
        };
        var (journals, conversations) = (twin.Host.Get<JournalStore>(), twin.Host.Get<ConversationStore>());
        var before = await conversations.FindAsync(id.SessionId, Token);
        await conversations.BeginTurnAsync(before, start.ToNewTurn(journals.ClaimOf(start)), Token);
        using (var journal = journals.Begin(start))
        {
            await journal.LeaseAsync(isNewRun: false);
        }

        await twin.Host.Get<MaintenanceFunctions>().TakeUpTurns(null!, twin.Client, Token);
        await twin.Client.WaitForInstanceCompletionAsync(id.ToString(), Token);
        (await HistoryAsync(twin.Host))[^2..].ShouldBe(["Are you there?", "Here I am again."]);
    }

    [Fact]
    public async Task Two_processes_share_a_turn()
    {
        using var shared = new TempFolder();
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var first = twin.Host;
        var second = await twin.AddHostAsync(Model, Tools, null, first.Get<IRowStore>(), $"TICKET_SIGNING_KEY={await KeyAsync(first)}");
        var asked = await first.Client.ChatAsync("Send it.");
        var turn = asked.Text("turnId");
        second.Client.Ticket = first.Client.Ticket;

        // The visitor's stream is on the one, the answer goes to the other, where the steps are done, too.
        var following = first.Client.ReplayAsync(turn).ToListAsync(Token).AsTask();
        (await second.Client.ClarifyAsync(turn, "The long one")).Text("reply").ShouldBe("The long one it is.");
        (await following)[^1].Data.GetProperty("reply").GetString().ShouldBe("The long one it is.");
    }

    [Fact]
    public async Task A_redeploy_in_the_middle_of_a_wait_lets_the_turn_finish_with_what_it_began_with()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var before = twin.Host;
        var turn = (await before.Client.ChatAsync("Send it.")).Text("turnId");
        await WaitingAsync(twin, turn);

        // The new version's process; the old one is stopped once it is there, and its workflow comes along under its old name.
        var after = await twin.AddHostAsync(Model, Tools, null, before.Get<IRowStore>(), $"TICKET_SIGNING_KEY={await KeyAsync(before)}");
        await before.StopAsync();
        after.Client.Ticket = before.Client.Ticket;
        (await after.Client.ClarifyAsync(turn, "The long one")).Text("reply").ShouldBe("The long one it is.");
        Model.Requests.Count.ShouldBe(2);
    }

    private static async Task<IReadOnlyList<string>> DriveAsync(TwinHost host)
    {
        var asked = await TurnScript.AskAsync(host.Client);
        (asked.Status, asked.Text("waitingFor")).ShouldBe((202, "visitor"));
        var turn = asked.Text("turnId");
        var answered = await host.Client.ClarifyAsync(turn, "The long one");
        (answered.Status, answered.Text("waitingFor")).ShouldBe((202, "owner"));
        (await TurnScript.ApproveAsync(host.Address)).Status.ShouldBe(204);
        return await TurnScript.EventsAsync(host.Client, turn);
    }

    private static async Task<List<string>> HistoryAsync(TwinHost host)
    {
        var history = await host.Client.GetAsync($"/api/sessions/{host.Client.SessionId}/messages");
        return [.. history.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()!)];
    }

    private static async Task<string> KeyAsync(TwinHost host)
        => (await host.Get<SecretCache>().GetAsync(SecretNames.TicketSigningKey, Token))!;
}
