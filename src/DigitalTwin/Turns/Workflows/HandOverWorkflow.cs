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
        return reply.TimedOut ? TurnOutcome.Failed(Problems.HandOverExpired) : Say(context, reply);
    }

    /// <summary>The person's words, and the turn in which their next ones will come; neither where another turn has them.</summary>
    public static TurnOutcome Say(ITurnContext context, WaitOutcome reply)
    {
        if (reply.FollowUpTurn is { } next)
        {
            context.TellHandOver(next);
        }

        if (reply.Text.Length > 0)
        {
            context.Say(reply.Text);
        }

        return TurnOutcome.Completed;
    }
}
