using DigitalTwin.Hosting;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Tests.Turns;

public sealed class AgentWorkflowTests : IDisposable
{
    private readonly TurnBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task The_last_model_call_is_offered_no_tools_so_that_it_answers()
    {
        bench.Limits.ModelSteps = 3;
        var steps = new ScriptedSteps(step => step.MayUseTools ? ScriptedSteps.Call(Tool("a")) : ScriptedSteps.Say("What I have."));
        (await RunAsync(steps)).ShouldBe(TurnOutcome.Completed);
        steps.Thoughts.Select(step => step.MayUseTools).ShouldBe([true, true, false]);
    }

    [Fact]
    public async Task A_model_that_calls_tools_it_was_not_offered_ends_the_turn()
    {
        bench.Limits.ModelSteps = 2;
        (await RunAsync(new ScriptedSteps(_ => ScriptedSteps.Call(Tool("a")))))!.ErrorCode.ShouldBe(Problems.TurnStepLimit.Code);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_are_not_run()
    {
        bench.Limits.ToolCalls = 3;
        var steps = new ScriptedSteps(step => step.MayUseTools ? ScriptedSteps.Call(Tool("a"), Tool("b")) : ScriptedSteps.Say("Enough."));
        (await RunAsync(steps)).ShouldBe(TurnOutcome.Completed);
        steps.Tools.Count.ShouldBe(3);
        steps.Thoughts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Time_at_work_has_an_end_and_each_step_knows_what_is_left()
    {
        bench.Limits.ActiveSeconds = 10;
        var steps = new ScriptedSteps(
            step => step.MayUseTools ? ScriptedSteps.Call(Tool("a"), Tool("b")) with { Seconds = 3 } : ScriptedSteps.Say("no"),
            _ => new ToolOutcome { Result = "done", Seconds = 2 });
        (await RunAsync(steps))!.ErrorCode.ShouldBe(Problems.TurnTimeout.Code);
        steps.Thoughts.Select(step => step.SecondsLeft).ShouldBe([10, 5]);
        steps.Tools.Select(step => step.SecondsLeft).ShouldBe([7, 7, 2, 2]);
    }

    [Fact]
    public async Task A_model_call_that_was_cut_short_ends_the_turn()
    {
        var outcome = await RunAsync(new ScriptedSteps(_ => ScriptedSteps.Say("half") with { TimedOut = true }));
        outcome!.ErrorCode.ShouldBe(Problems.TurnTimeout.Code);
    }

    [Fact]
    public async Task A_tool_that_fails_is_run_again_by_its_own_policy()
    {
        var steps = new ScriptedSteps(
            step => step.Number == 1 ? ScriptedSteps.Call(Tool("a") with { Attempts = 4, RetrySeconds = 1 }) : ScriptedSteps.Say("x"),
            _ => new ToolOutcome { Result = "no", Failed = true, MayRetry = true });
        (await RunAsync(steps)).ShouldBe(TurnOutcome.Completed);
        steps.Tools.Select(step => step.Attempt).ShouldBe([1, 2, 3, 4]);
        steps.Delays.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
    }

    [Fact]
    public async Task A_failure_that_leaves_nothing_to_try_is_not_tried_again()
    {
        var steps = new ScriptedSteps(
            step => step.Number == 1 ? ScriptedSteps.Call(Tool("a") with { Attempts = 4 }) : ScriptedSteps.Say("x"),
            _ => new ToolOutcome { Result = "no", Failed = true });
        await RunAsync(steps);
        steps.Tools.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_call_is_not_run_and_the_model_goes_on()
    {
        var steps = new ScriptedSteps(
            step => step.Number == 1 ? ScriptedSteps.Call(Tool("a") with { Refusal = "No." }) : ScriptedSteps.Say("x"));
        (await RunAsync(steps)).ShouldBe(TurnOutcome.Completed);
        steps.Tools.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Yes", true)]
    [InlineData(" yes! ", true)]
    [InlineData("Ja.", true)]
    [InlineData("No", false)]
    [InlineData("yes, but first tell me", false)]
    [InlineData("", false)]
    public void Only_a_plain_yes_agrees(string answer, bool agrees) => ConsentQuestion.Agrees(answer).ShouldBe(agrees);

    [Fact]
    public void Consent_is_asked_for_in_the_servers_words_with_everything_that_is_passed_on()
    {
        var call = new ToolCall("1", "leave_message", """{"name":"Bob","contact":"bob@example.org"}""") { Approval = ToolApproval.Visitor };
        var question = ConsentQuestion.Of(call);
        question.Question.ShouldContain("Bob");
        question.Question.ShouldContain("bob@example.org");
        question.Options.ShouldBe(["Yes", "No"]);
    }

    private async Task<TurnOutcome?> RunAsync(ScriptedSteps steps)
    {
        using var journal = bench.Begin();
        return (await bench.RunAsync(journal, steps)).Outcome;
    }

    private static ToolCall Tool(string name) => new($"call_{name}", name, "{}");
}
