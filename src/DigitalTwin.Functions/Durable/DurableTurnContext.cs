using DigitalTwin.Tools;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using Microsoft.DurableTask;

namespace DigitalTwin.Functions.Durable;

/// <summary>The turn is over, cancelled or erased: there is nothing left to orchestrate.</summary>
internal sealed class TurnGoneException() : Exception("The turn is gone.");

/// <summary>
/// <see cref="ITurnContext"/> over Durable Functions: each step is an activity that does it, or finds it done, in the turn's journal.
/// What the visitor is shown is emitted from the journal; here it is only decided on.
/// </summary>
internal sealed class DurableTurnContext(TaskOrchestrationContext context, TurnInput input) : ITurnContext
{
    /// <summary>
    /// For steps that storage or another process's lease stands in the way of. A model or tool that fails is no failure of its step.
    /// </summary>
    public static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 1.6,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    // A wait that ended neither by its event nor by its time, because clocks differ, is looked at again after this.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(5);

    public TurnStart Start { get; } = input.ToStart();

    public DateTimeOffset Now => context.CurrentUtcDateTime;

    public Task<ThinkOutcome> ThinkAsync(ThinkStep step)
    {
        var request = Request(StepKeys.Think(step.Number)) with { Think = step, Seconds = step.SecondsLeft };
        return CallAsync<ThinkOutcome>(nameof(TurnActivities.Think), request);
    }

    public Task<ToolOutcome> RunToolAsync(ToolStep step)
    {
        var request = Request(StepKeys.Tool(step.Step, step.Index, step.Attempt)) with { Tool = step, Seconds = step.SecondsLeft };
        return CallAsync<ToolOutcome>(nameof(TurnActivities.RunTool), request);
    }

    public Task<WorkOutcome> WorkAsync(WorkStep step)
        => CallAsync<WorkOutcome>(nameof(TurnActivities.Work), Request(StepKeys.Work(step.Name)) with { Work = step });

    public async Task<WaitOutcome> WaitAsync(WaitStep step)
    {
        var request = Request(StepKeys.Wait(step.Key));
        var report = await CallAsync<WaitReport>(nameof(TurnActivities.BeginWait), request);
        for (var until = report.Due; report.Outcome is null; until = Later(report.Due, context.CurrentUtcDateTime + SecondLook))
        {
            await EventOrTimeAsync(TurnEventNames.Of(step.Kind), until);
            report = await CallAsync<WaitReport>(nameof(TurnActivities.EndWait), request);
        }

        return report.Outcome;
    }

    public async Task DelayAsync(string key, TimeSpan delay)
    {
        await context.CreateTimer(delay, CancellationToken.None);
        await CallAsync<string>(nameof(TurnActivities.EndDelay), Request(StepKeys.Timer(key)) with { Seconds = delay.TotalSeconds });
    }

    public void SetStatus(TurnStatus status) => context.SetCustomStatus(status);

    public void TellToolStarted(string call, string tool)
    {
        // Emitted when the journal is replayed.
    }

    public void TellToolCompleted(string call, string tool, ToolOutcome outcome)
    {
        // Emitted when the journal is replayed.
    }

    public void Say(string text)
    {
        // Emitted when the turn is stored.
    }

    public void Show(WorkOutcome outcome)
    {
        // Emitted when the turn is stored.
    }

    public void TellHandOver(string turn)
    {
        // Emitted when the turn is stored.
    }

    private async Task EventOrTimeAsync(string name, DateTimeOffset until)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(context.WaitForExternalEvent<object?>(name, over.Token), context.CreateTimer(until.UtcDateTime, over.Token));
        over.Cancel();
    }

    private StepRequest Request(string key) => new(input.TurnId, key);

    private async Task<T> CallAsync<T>(string activity, StepRequest request)
        where T : class
        => await context.CallActivityAsync<T?>(activity, request, Retries) ?? throw new TurnGoneException();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
