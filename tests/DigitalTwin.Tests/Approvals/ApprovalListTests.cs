using DigitalTwin.Approvals;
using DigitalTwin.Tests.Turns;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalTwin.Tests.Approvals;

/// <summary>The list of what waits for the owner, while turns go on.</summary>
public sealed class ApprovalListTests : IDisposable
{
    private const string OwnersKey = "an-owner-key-of-more-than-32-characters";
    private static readonly ToolCall Letter = new("call-1", "send_letter", "{\"text\":\"x\"}");

    private readonly TurnBench bench = new();
    private readonly ApprovalEndpoints endpoints;

    public ApprovalListTests()
    {
        endpoints = new ApprovalEndpoints(bench.Store, waits: null!);
    }

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(nameof(WaitKind.Approval), 1)]
    [InlineData(nameof(WaitKind.Clarification), 0)]
    [InlineData(nameof(WaitKind.HandOver), 0)]
    public async Task Only_what_waits_for_a_decision_is_listed(string kind, int listed)
    {
        await WaitAsync(Enum.Parse<WaitKind>(kind));
        (await ListAsync()).Count.ShouldBe(listed);
    }

    [Fact]
    public async Task A_turn_that_works_is_not_listed()
    {
        using var journal = bench.Begin();
        await journal.LeaseAsync(isNewRun: false);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_turn_that_ends_while_the_list_is_read_is_not_in_it()
    {
        await WaitAsync(WaitKind.Approval);
        bench.Rows.BeforeQuery = () => bench.Store.DeleteAsync(bench.Id, CancellationToken.None);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_goes_on_while_the_list_is_read_is_not_in_it(bool asksNext)
    {
        var key = await WaitAsync(WaitKind.Approval);
        bench.Rows.BeforeQuery = async () =>
        {
            bench.Rows.BeforeQuery = null;
            using var other = await bench.LoadAsync();
            var approved = StepKinds.Wait.Write(new WaitOutcome { Approved = true });
            (await other.TryResolveAsync(key, approved, bench.Time.GetUtcNow())).ShouldBeTrue();
            if (asksNext)
            {
                await WaitAsync(other, WaitKind.Clarification, "2");
            }
        };
        (await ListAsync()).ShouldBeEmpty();
    }

    private async Task<string> WaitAsync(WaitKind kind)
    {
        using var journal = bench.Begin();
        return await WaitAsync(journal, kind, "1");
    }

    private async Task<string> WaitAsync(TurnJournal journal, WaitKind kind, string number)
    {
        var due = bench.Time.GetUtcNow().AddDays(1);
        var step = new WaitStep(WaitStep.ApprovalKey($"{number}:0"), kind, 24) { Call = Letter };
        var key = StepKeys.Wait(step.Key);
        journal.Begin(key, StepKinds.Wait.Write(step), bench.Time.GetUtcNow(), due);
        await journal.SuspendAsync(new TurnWait(key, kind, due));
        return key;
    }

    private async Task<IReadOnlyList<Approval>> ListAsync()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = "Bearer " + OwnersKey;
        return ((JsonHttpResult<ApprovalList>)await endpoints.GetAsync(http)).Value!.Approvals;
    }
}
