using DigitalTwin.Turns;
using DigitalTwin.Turns.Workflow;
using Microsoft.DurableTask;

namespace DigitalTwin.Functions.Durable;

/// <summary>The turn is over, cancelled or erased: there is nothing left to orchestrate.</summary>
internal sealed class TurnGoneException() : Exception("The turn is gone.");

/// <summary>
/// <see cref="ITurnContext"/> over Durable Functions: each step is an activity that does it, or finds it done, in the turn's journal.
/// What the visitor is shown is told by the activities, from the journal; here it is only decided on.
/// </summary>
internal sealed class DurableTurnContext(TaskOrchestrationContext context, TurnInput input) : ITurnContext
{
    /// <summary>For steps that storage or another process's lease stands in the way of. A model or tool that fails is no failure of its step.</summary>
    public static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 1.6, maxRetryInterval: TimeSpan.FromMinutes(1)));

    // A wait that ended neither by its event nor by its time, because clocks differ, is looked at again after this.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(5);

    public TurnStart Start { get; } = input.ToStart();

    public DateTimeOffset Now => context.CurrentUtcDateTime;

    public Task<ThinkOutcome> ThinkAsync(ThinkStep step) => CallAsync<ThinkOutcome>(nameof(TurnActivities.Think), StepKeys.Think(step.Number));

    public Task<ToolOutcome> RunToolAsync(ToolStep step) => CallAsync<ToolOutcome>(nameof(TurnActivities.RunTool), StepKeys.Tool(step.Step, step.Index, step.Attempt));

    public async Task<WaitOutcome> WaitAsync(WaitStep step)
    {
        var key = StepKeys.Wait(step.Key);
        var report = await CallAsync<WaitReport>(nameof(TurnActivities.BeginWait), key);
        for (var until = report.Due; report.Outcome is null; until = Later(report.Due, context.CurrentUtcDateTime + SecondLook))
        {
            await EventOrTimeAsync(TurnEventNames.Of(step.Kind), until);
            report = await CallAsync<WaitReport>(nameof(TurnActivities.EndWait), key);
        }

        return report.Outcome;
    }

    public async Task DelayAsync(string key, TimeSpan delay)
    {
        await context.CreateTimer(delay, CancellationToken.None);
        await CallAsync<string>(nameof(TurnActivities.EndDelay), StepKeys.Timer(key));
    }

    public void SetStatus(TurnStatus status) => context.SetCustomStatus(status);

    public void TellToolStarted(string call, string tool)
    {
        // Told by the activity.
    }

    public void TellToolCompleted(string call, string tool, ToolOutcome outcome)
    {
        // Told by the next activity.
    }

    public void Say(string text)
    {
        // Told by the activity that stores the turn.
    }

    private async Task EventOrTimeAsync(string name, DateTimeOffset until)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(context.WaitForExternalEvent<object?>(name, over.Token), context.CreateTimer(until.UtcDateTime, over.Token));
        over.Cancel();
    }

    private async Task<T> CallAsync<T>(string activity, string key)
        where T : class
        => await context.CallActivityAsync<T?>(activity, new StepRequest(input.TurnId, key), Retries) ?? throw new TurnGoneException();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
