using DigitalTwin.Hosting;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>
/// The tool calls of one model step: those that need no person run side by side, then people are asked, one call after the other.
/// </summary>
internal sealed class ToolRound(ITurnContext context, int step, double secondsLeft)
{
    /// <summary>How long the tools were at work.</summary>
    public double Seconds { get; private set; }

    /// <summary>Runs them all.</summary>
    /// <returns>How the turn ends where it cannot go on; else <see langword="null"/>.</returns>
    public async Task<TurnOutcome?> RunAsync(IReadOnlyList<ToolCall> calls)
    {
        var runnable = calls.Index().Where(call => call.Item.Refusal is null).ToLookup(call => NeedsPerson(call.Item));
        await RunAtOnceAsync([.. runnable[false]]);
        foreach (var (index, call) in runnable[true])
        {
            if (!await AskAndRunAsync(index, call))
            {
                return TurnOutcome.Failed(Problems.ClarificationExpired);
            }
        }

        return null;
    }

    private static bool NeedsPerson(ToolCall call) => call.Clarification is not null || call.Approval != ToolApproval.Never;

    /// <returns>False where the visitor did not answer in time.</returns>
    private Task<bool> AskAndRunAsync(int index, ToolCall call)
        => call.Clarification is not null ? ClarifyAsync(index, call)
            : call.Approval == ToolApproval.Visitor ? RunWithConsentAsync(index, call)
            : RunWithApprovalAsync(index, call);

    private async Task<bool> ClarifyAsync(int index, ToolCall call)
        => await AskAsync(WaitStep.ForAnswer(ToolStep.KeyOf(step, index), call, context.Start.Limits)) is not null;

    private async Task<bool> RunWithConsentAsync(int index, ToolCall call)
    {
        if (await AskAsync(WaitStep.ForConsent(ToolStep.KeyOf(step, index), call, context.Start.Limits)) is not { } answer)
        {
            return false;
        }

        if (ConsentQuestion.Agrees(answer))
        {
            await RunAtOnceAsync([(index, call)]);
        }

        return true;
    }

    // A refusal, or no decision in time, is not a failure: the model is told and goes on.
    private async Task<bool> RunWithApprovalAsync(int index, ToolCall call)
    {
        var decision = await context.WaitAsync(WaitStep.ForApproval(ToolStep.KeyOf(step, index), call, context.Start.Limits));
        if (decision.Approved)
        {
            await RunAtOnceAsync([(index, call)]);
        }

        return true;
    }

    private async Task<string?> AskAsync(WaitStep wait)
    {
        context.SetStatus(TurnStatus.Clarification);
        var answer = await context.WaitAsync(wait);
        context.SetStatus(TurnStatus.Initial);
        return answer.TimedOut ? null : answer.Text;
    }

    private async Task RunAtOnceAsync(IReadOnlyList<(int Index, ToolCall Call)> calls)
    {
        foreach (var (index, call) in calls)
        {
            context.TellToolStarted(ToolStep.KeyOf(step, index), call.Name);
        }

        var outcomes = await Task.WhenAll(calls.Select(call => RunAttemptsAsync(call.Index, call.Call)));
        foreach (var ((index, call), (last, _)) in calls.Zip(outcomes))
        {
            context.TellToolCompleted(ToolStep.KeyOf(step, index), call.Name, last);
        }

        Seconds += outcomes.Select(outcome => outcome.Seconds).DefaultIfEmpty().Max();
    }

    private async Task<(ToolOutcome Last, double Seconds)> RunAttemptsAsync(int index, ToolCall call)
    {
        var (seconds, pause) = (0.0, call.RetrySeconds);
        for (var attempt = 1; ; attempt++)
        {
            var left = secondsLeft - Seconds - seconds;
            var outcome = await context.RunToolAsync(new ToolStep(step, index, attempt, left));
            seconds += outcome.Seconds;
            if (!outcome.MayRetry || attempt >= call.Attempts || seconds + pause >= secondsLeft - Seconds)
            {
                return (outcome, seconds);
            }

            await context.DelayAsync($"{ToolStep.KeyOf(step, index)}:{attempt}", TimeSpan.FromSeconds(pause));
            seconds += pause;
            pause *= 2;
        }
    }
}
