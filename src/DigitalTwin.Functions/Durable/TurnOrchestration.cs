using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DigitalTwin.Functions.Durable;

/// <summary>The turn of a twin as an orchestration: the workflow the turn began with, over <see cref="DurableTurnContext"/>.</summary>
/// <remarks>
/// An instance keeps the version it began with (<c>defaultVersion</c> in host.json). A change to a workflow that an older instance could
/// not replay gets a new version there, and the workflow branches on what the turn began with.
/// </remarks>
internal sealed class TurnOrchestration(IEnumerable<ITurnWorkflow> workflows)
{
    /// <summary>The orchestrator's name; never changes.</summary>
    public const string Name = "AgentTurn";

    [Function(Name)]
    public Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<TurnInput>() ?? throw new InvalidOperationException("A turn begins with an input.");
        return RunAsync(context, input, workflows);
    }

    internal static async Task RunAsync(TaskOrchestrationContext context, TurnInput input, IEnumerable<ITurnWorkflow> workflows)
    {
        TurnOutcome? outcome;
        try
        {
            var workflow = workflows.First(workflow => workflow.Name == input.Workflow);
            outcome = await workflow.RunAsync(new DurableTurnContext(context, input));
        }
        catch (TurnGoneException)
        {
            // Over, erased, or cancelled by a process that perhaps did not come to the end of it.
            outcome = null;
        }
        catch (Exception)
        {
            // A step that failed every time, or a journal the workflow does not fit, is not tried for ever: the visitor is told, and what
            // was written is kept.
            outcome = TurnOutcome.Failed(Problems.Internal);
        }

        var finish = new FinishRequest(input.TurnId, outcome is null, outcome?.ErrorCode);
        await context.CallActivityAsync(nameof(TurnActivities.FinishTurn), finish, DurableTurnContext.Retries);
        context.SetCustomStatus(outcome is { ErrorCode: null } ? TurnStatus.Completed : TurnStatus.Failed);
    }
}
