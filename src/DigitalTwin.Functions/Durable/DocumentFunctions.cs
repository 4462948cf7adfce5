using DigitalTwin.Documents.Reading;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Durable;

/// <summary>A document to go on with.</summary>
/// <param name="Id">The document's id.</param>
internal sealed record DocumentRequest(string Id);

/// <summary>The reading of a document as an orchestration: one activity for each step, until none is left.</summary>
internal sealed class DocumentFunctions(ReadingSteps steps, ReadingSweep sweep, DurableClientSource durable)
{
    /// <summary>The orchestrator's name; never changes.</summary>
    public const string Name = "ReadDocument";

    [Function(Name)]
    public static async Task ReadAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var request = context.GetInput<DocumentRequest>() ?? throw new InvalidOperationException("A reading begins with a document.");
        while (await context.CallActivityAsync<bool>(nameof(ReadStep), request, DurableTurnContext.Retries))
        {
        }
    }

    /// <summary>Does the next step of a document. Run again, it finds what was kept.</summary>
    [Function(nameof(ReadStep))]
    public Task<bool> ReadStep([ActivityTrigger] DocumentRequest request, CancellationToken cancellationToken)
        => steps.NextAsync(request.Id, cancellationToken);

    /// <summary>Takes up documents whose reading or deleting was cut off, every five minutes.</summary>
    [Function(nameof(TakeUpDocuments))]
    public Task TakeUpDocuments(
        [TimerTrigger("30 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        durable.Use(client);
        return sweep.RunAsync(isStart: false, cancellationToken);
    }
}

/// <summary>Has documents read by Durable Functions: an orchestration each, under the document's id.</summary>
internal sealed partial class DurableReadings(TurnInstances instances, ILogger<DurableReadings> logger) : IReadingScheduler
{
    /// <inheritdoc/>
    public async Task BeginAsync(string id)
    {
        try
        {
            await instances.EnsureAsync($"document-{id}", DocumentFunctions.Name, new DocumentRequest(id), CancellationToken.None);
        }
        catch (IOException error)
        {
            // The document's row says that it is to be read: the schedule takes it up.
            LogNotTold(logger, id, error);
        }
    }

    [LoggerMessage(EventId = 9005, Level = LogLevel.Warning,
        Message = "The durable engine could not be told of document {Document}: the schedule will see to it")]
    private static partial void LogNotTold(ILogger logger, string document, Exception error);
}
