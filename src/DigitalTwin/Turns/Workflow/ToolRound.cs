using DigitalTwin.Hosting;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflow;

/// <summary>The tool calls of one model step: those that need nobody run side by side, then people are asked one by one.</summary>
internal sealed class ToolRound(ITurnContext context, int step, double secondsLeft)
{
    /// <summary>Answers that agree, in the languages the question is asked in.</summary>
    private static readonly string[] Yes = ["yes", "y", "ok", "okay", "sure", "ja", "oui", "sí", "si", "نعم", "是", "好"];

    /// <summary>How long the tools were at work.</summary>
    public double Seconds { get; private set; }

    /// <summary>Runs them all, and says how the turn ends where it cannot go on.</summary>
    public async Task<TurnOutcome?> RunAsync(IReadOnlyList<ToolCall> calls)
    {
        var runnable = calls.Index().Where(call => call.Item.Refusal is null).ToList();
        await RunFreeAsync([.. runnable.Where(call => call.Item is { Approval: ToolApproval.Never, Clarification: null })]);
        foreach (var (index, call) in runnable.Where(call => call.Item.Approval != ToolApproval.Never || call.Item.Clarification is not null))
        {
            var failure = call switch
            {
                { Clarification: { } question } => await AskAsync(WaitKey("clarify", index), question) is null ? TurnOutcome.Failed(Problems.ClarificationExpired) : null,
                { Approval: ToolApproval.Visitor } => await RunWithConsentAsync(index, call),
                _ => await RunWithApprovalAsync(index, call),
            };
            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>The name of a call's wait.</summary>
    public static string WaitKey(string kind, int step, int index) => $"{kind}:{ToolStep.KeyOf(step, index)}";

    /// <summary>Whether an answer agrees.</summary>
    public static bool Agrees(string answer) => Yes.Contains(answer.Trim().TrimEnd('.', '!').ToLowerInvariant());

    private string WaitKey(string kind, int index) => WaitKey(kind, step, index);

    private async Task RunFreeAsync(IReadOnlyList<(int Index, ToolCall Call)> calls)
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
            var outcome = await context.RunToolAsync(new ToolStep(step, index, attempt, secondsLeft - Seconds - seconds));
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

    private async Task<string?> AskAsync(string key, Clarification question)
    {
        context.SetStatus(TurnStatus.Clarification);
        var answer = await context.WaitAsync(new WaitStep(key, WaitKind.Clarification, context.Start.Limits.ClarificationHours) { Clarification = question });
        context.SetStatus(TurnStatus.Initial);
        return answer.TimedOut ? null : answer.Text;
    }

    private async Task<TurnOutcome?> RunWithConsentAsync(int index, ToolCall call)
    {
        if (await AskAsync(WaitKey("consent", index), Consent.Question(call)) is not { } answer)
        {
            return TurnOutcome.Failed(Problems.ClarificationExpired);
        }

        if (Agrees(answer))
        {
            await RunFreeAsync([(index, call)]);
        }

        return null;
    }

    // A refusal, or no decision in time, is no failure: the model is told and goes on.
    private async Task<TurnOutcome?> RunWithApprovalAsync(int index, ToolCall call)
    {
        var decision = await context.WaitAsync(new WaitStep(WaitKey("approve", index), WaitKind.Approval, context.Start.Limits.ApprovalHours) { Call = call });
        if (decision.Approved)
        {
            await RunFreeAsync([(index, call)]);
        }

        return null;
    }
}
