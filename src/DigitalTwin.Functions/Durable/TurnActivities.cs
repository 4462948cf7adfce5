using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Durable;

/// <summary>The steps of turns. Each is done once: run again, it finds itself in the journal.</summary>
internal sealed class TurnActivities(StepRunner steps, DurableClientSource durable)
{
    /// <summary>Calls the model.</summary>
    [Function(nameof(Think))]
    public Task<ThinkOutcome?> Think([ActivityTrigger] StepRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
        => RunAsync(request, client, ProductJson.Api.ThinkOutcome, Slimming.Slim, cancellationToken);

    /// <summary>Runs a tool the model called.</summary>
    [Function(nameof(RunTool))]
    public Task<ToolOutcome?> RunTool([ActivityTrigger] StepRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
        => RunAsync(request, client, ProductJson.Api.ToolOutcome, Slimming.Slim, cancellationToken);

    /// <summary>Writes down that time has passed.</summary>
    [Function(nameof(EndDelay))]
    public Task<string?> EndDelay([ActivityTrigger] StepRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
        => RunAsync(request, client, ProductJson.Api.String, fired => fired, cancellationToken);

    /// <summary>Tells people that they are waited for.</summary>
    [Function(nameof(BeginWait))]
    public async Task<WaitReport?> BeginWait([ActivityTrigger] StepRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        durable.Use(client);
        return ToReport(await steps.RunAsync(IdOf(request.TurnId), request.Key, cancellationToken));
    }

    /// <summary>Looks whether a wait is over.</summary>
    [Function(nameof(EndWait))]
    public async Task<WaitReport?> EndWait([ActivityTrigger] StepRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        durable.Use(client);
        return ToReport(await steps.EndWaitAsync(IdOf(request.TurnId), request.Key, cancellationToken));
    }

    /// <summary>Stores the turn in its conversation.</summary>
    [Function(nameof(FinishTurn))]
    public Task FinishTurn([ActivityTrigger] FinishRequest request, CancellationToken cancellationToken)
        => steps.FinishAsync(IdOf(request.TurnId), request.IsGone ? null : new TurnOutcome(request.ErrorCode), cancellationToken);

    private async Task<T?> RunAsync<T>(StepRequest request, DurableTaskClient client, JsonTypeInfo<T> json, Func<T, T> slim, CancellationToken cancellationToken)
        where T : class
    {
        // A tool may begin a turn of its own.
        durable.Use(client);
        return await steps.RunAsync(IdOf(request.TurnId), request.Key, cancellationToken) is { Result: { } result } ? slim(JsonSerializer.Deserialize(result, json)!) : null;
    }

    private static WaitReport? ToReport(JournalEntry? wait)
        => wait is null ? null
            : new WaitReport(wait.Due!.Value, wait.Result is { } result ? Slimming.Slim(JsonSerializer.Deserialize(result, ProductJson.Api.WaitOutcome)!) : null);

    private static TurnId IdOf(string text) => TurnId.TryParse(text) ?? throw new ArgumentException("This is not the id of a turn.", nameof(text));
}
