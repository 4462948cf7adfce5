using DigitalTwin.Functions.Durable;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests.Durable;

/// <summary>What turns cost in the durable engine: what it carries, what it keeps, what is read and written for them.</summary>
public sealed class DurableCostTests : DurableTestBase
{
    [Fact]
    public async Task A_turn_of_more_than_a_megabyte_is_a_few_kilobytes_to_the_engine()
    {
        // 3 model calls with 30 tool calls each, of 12,000 characters of arguments and as many of results, and a question in between.
        var arguments = $"{{\"text\":\"{new string('a', 12_000)}\"}}";
        var many = ModelServer.CallTools([.. Enumerable.Repeat(("long", new[] { arguments }), 30)]);
        Model.Then(Ask).Then(many).Then(many).Then(many).Then(ModelServer.Reply("Done."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools, "Limits:ToolCalls=200", "Limits:ModelSteps=10");
        var turn = (await twin.Host.Client.ChatAsync("Do a lot.")).Text("turnId");
        (await twin.Host.Client.ClarifyAsync(turn, "All of it")).Text("reply").ShouldBe("Done.");
        Tools.Runs.Count.ShouldBe(90);
        Model.Requests.Last().Body.GetRawText().Length.ShouldBeGreaterThan(1_000_000);
        twin.LargestPayload.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task The_longest_turn_there_can_be_stays_far_from_10_000_history_events()
    {
        // The most that settings allow: 50 model calls, 200 tool calls. An activity leaves three events and its orchestrator's run
        // two more.
        var four = ModelServer.CallTools([.. Enumerable.Repeat(("look_left", new[] { "{\"text\":\"a\"}" }), 5)]);
        Model.Then(Ask);
        for (var step = 0; step < 40; step++)
        {
            Model.Then(four);
        }

        await using var twin = await DurableTwin.StartAsync(
            Model, Tools, "Limits:ToolCalls=200", "Limits:ModelSteps=50", "Limits:ActiveSeconds=600");
        var turn = (await twin.Host.Client.ChatAsync("Do all of it.")).Text("turnId");
        (await twin.Host.Client.ClarifyAsync(turn, "Yes")).Status.ShouldBe(200);
        Tools.Runs.Count.ShouldBe(199);
        (twin.Calls.Count * 5).ShouldBeLessThan(2_000);
    }

    [Fact]
    public async Task A_turn_that_waits_once_costs_a_bounded_number_of_storage_operations()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is.")).Then(ModelServer.Reply("Plain."));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var rows = new CountingRowStore(twin.Host.Get<IRowStore>());
        var host = await twin.AddHostAsync(Model, Tools, null, rows);
        var turn = (await host.Client.ChatAsync("Send it.")).Text("turnId");
        await WaitingAsync(twin, turn);
        (await host.Client.ClarifyAsync(turn, "The long one")).Status.ShouldBe(200);
        var (reads, writes) = (rows.Reads, rows.Writes);
        TestContext.Current.TestOutputHelper!.WriteLine($"A turn that waits once: {reads} reads, {writes} writes.");
        reads.ShouldBeLessThanOrEqualTo(30);

        // Five of them are the owner's lists: that it waits, in the header and two lists; and at the end two lists.
        writes.ShouldBeLessThanOrEqualTo(13);

        // One that does not wait never gets near the engine. Behind it the owner's lists follow: a write each, and a look.
        await Task.Delay(500, Token);
        rows.Reset();
        await host.Client.ChatAsync("Hello");
        rows.Reads.ShouldBeLessThanOrEqualTo(1);
        rows.Writes.ShouldBeInRange(2, 4);
    }

    [Fact]
    public async Task Retention_purges_what_ended_long_ago_and_nothing_else()
    {
        Model.Then(Ask).Then(ModelServer.Reply("x"));
        await using var twin = await DurableTwin.StartAsync(Model, Tools);
        var turn = (await twin.Host.Client.ChatAsync("Send it.")).Text("turnId");
        await WaitingAsync(twin, turn);
        var instances = twin.Host.Get<TurnInstances>();
        (await instances.PurgeAsync(DateTimeOffset.UtcNow.AddMinutes(1), Token)).ShouldBe(0);
        await twin.Host.Client.ClarifyAsync(turn, "x");
        await twin.Client.WaitForInstanceCompletionAsync(turn, Token);
        await twin.Host.Get<MaintenanceFunctions>().Retention(null!, twin.Client, Token);
        (await twin.Client.GetInstanceAsync(turn, Token)).ShouldNotBeNull();
        (await instances.PurgeAsync(DateTimeOffset.UtcNow.AddMinutes(1), Token)).ShouldBe(1);
    }
}
