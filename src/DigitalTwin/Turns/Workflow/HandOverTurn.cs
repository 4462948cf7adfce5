using DigitalTwin.Hosting;

namespace DigitalTwin.Turns.Workflow;

/// <summary>A visitor asked for the person: waits for the owner's own words and shows them to the visitor.</summary>
internal sealed class HandOverTurn : ITurnWorkflow
{
    public const string WorkflowName = "hand-over";

    public string Name => WorkflowName;

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        context.SetStatus(TurnStatus.Initial);
        var reply = await context.WaitAsync(new WaitStep("reply", WaitKind.HandOver, context.Start.Limits.HandOverHours));
        if (reply.TimedOut)
        {
            return TurnOutcome.Failed(Problems.HandOverExpired);
        }

        context.Say(reply.Text);
        return TurnOutcome.Completed;
    }
}
