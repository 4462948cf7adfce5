using DigitalTwin.Hosting;

namespace DigitalTwin.Turns.Workflows;

/// <summary>
/// The turn of an agent: the model thinks, tools run, people are asked, until the model answers without calling a tool.
/// </summary>
internal sealed class AgentWorkflow : ITurnWorkflow
{
    public const string WorkflowName = "agent";

    public string Name => WorkflowName;

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        var (limits, calls, active) = (context.Start.Limits, 0, 0.0);
        context.SetStatus(context.Start.Pictures > 0 ? TurnStatus.MediaProcessing : TurnStatus.Initial);
        for (var step = 1; ; step++)
        {
            var mayUseTools = step < limits.ModelSteps && calls < limits.ToolCalls;
            var thought = await context.ThinkAsync(new ThinkStep(step, mayUseTools, limits.ActiveSeconds - active));
            active += thought.Seconds;
            context.SetStatus(TurnStatus.Initial);
            if (thought.TimedOut)
            {
                return TurnOutcome.Failed(Problems.TurnTimeout);
            }

            if (thought.Calls.Count == 0)
            {
                return TurnOutcome.Completed;
            }

            if (!mayUseTools)
            {
                // It calls tools though it was offered none: there is no telling when it would end.
                return TurnOutcome.Failed(Problems.TurnStepLimit);
            }

            // Calls beyond the limit are not run; the model is told so in the next step, its last.
            var allowed = thought.Calls.Take(limits.ToolCalls - calls).ToList();
            calls += allowed.Count;
            var round = new ToolRound(context, step, limits.ActiveSeconds - active);
            if (await round.RunAsync(allowed) is { } failure)
            {
                return failure;
            }

            active += round.Seconds;
            if (active >= limits.ActiveSeconds)
            {
                return TurnOutcome.Failed(Problems.TurnTimeout);
            }
        }
    }
}
