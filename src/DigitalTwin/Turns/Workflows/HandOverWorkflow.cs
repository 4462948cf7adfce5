using DigitalTwin.Hosting;

namespace DigitalTwin.Turns.Workflows;

/// <summary>A visitor asked for the person: waits for the owner's own words and shows them to the visitor.</summary>
internal sealed class HandOverWorkflow : ITurnWorkflow
{
    public const string WorkflowName = "hand-over";

    public string Name => WorkflowName;

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        context.SetStatus(TurnStatus.Initial);
        var reply = await context.WaitAsync(WaitStep.ForHandOver(context.Start.Limits));
        if (reply.TimedOut)
        {
            return TurnOutcome.Failed(Problems.HandOverExpired);
        }

        context.Say(reply.Text);
        return TurnOutcome.Completed;
    }
}
