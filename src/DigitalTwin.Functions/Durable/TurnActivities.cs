using DigitalTwin.Conversations;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.Azure.Functions.Worker;

namespace DigitalTwin.Functions.Durable;

/// <summary>The steps of turns. Each is done once: run again, it finds itself in the journal.</summary>
internal sealed class TurnActivities(SingleStep steps)
{
    /// <summary>Calls the model.</summary>
    [Function(nameof(Think))]
    public async Task<ThinkOutcome?> Think([ActivityTrigger] StepRequest request, CancellationToken cancellationToken)
    {
        var step = request.Think! with { SecondsLeft = request.Seconds };
        return await steps.ThinkAsync(IdOf(request.TurnId), step, cancellationToken) is { } thought ? Slimming.Slim(thought) : null;
    }

    /// <summary>Runs a tool the model called.</summary>
    [Function(nameof(RunTool))]
    public async Task<ToolOutcome?> RunTool([ActivityTrigger] StepRequest request, CancellationToken cancellationToken)
    {
        var step = request.Tool! with { SecondsLeft = request.Seconds };
        return await steps.RunToolAsync(IdOf(request.TurnId), step, cancellationToken) is { } outcome ? Slimming.Slim(outcome) : null;
    }

    /// <summary>Does a step of the workflow's own.</summary>
    [Function(nameof(Work))]
    public async Task<WorkOutcome?> Work([ActivityTrigger] StepRequest request, CancellationToken cancellationToken)
        => await steps.WorkAsync(IdOf(request.TurnId), request.Work!, cancellationToken) is { } outcome ? Slimming.Slim(outcome) : null;

    /// <summary>Records that time has passed.</summary>
    [Function(nameof(EndDelay))]
    public Task<string?> EndDelay([ActivityTrigger] StepRequest request, CancellationToken cancellationToken)
        => steps.EndDelayAsync(IdOf(request.TurnId), request.Key, request.Seconds, cancellationToken);

    /// <summary>Tells people that they are waited for.</summary>
    [Function(nameof(BeginWait))]
    public async Task<WaitReport?> BeginWait([ActivityTrigger] StepRequest request, CancellationToken cancellationToken)
        => ToReport(await steps.BeginWaitAsync(IdOf(request.TurnId), request.Key, cancellationToken));

    /// <summary>Looks whether a wait is over.</summary>
    [Function(nameof(EndWait))]
    public async Task<WaitReport?> EndWait([ActivityTrigger] StepRequest request, CancellationToken cancellationToken)
        => ToReport(await steps.EndWaitAsync(IdOf(request.TurnId), request.Key, cancellationToken));

    /// <summary>Stores the turn in its conversation.</summary>
    [Function(nameof(FinishTurn))]
    public Task FinishTurn([ActivityTrigger] FinishRequest request, CancellationToken cancellationToken)
        => steps.StoreAsync(IdOf(request.TurnId), request.IsGone ? null : new TurnOutcome(request.ErrorCode), cancellationToken);

    private static WaitReport? ToReport(JournalEntry? wait)
        => wait is null ? null
            : new WaitReport(wait.Due!.Value, StepKinds.Wait.ResultOf(wait) is { } outcome ? Slimming.Slim(outcome) : null);

    private static TurnId IdOf(string text)
        => TurnId.TryParse(text) ?? throw new ArgumentException($"'{text}' is not a valid turn id.", nameof(text));
}
