using DigitalTwin.Turns;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Offerings.Finding;

/// <summary>
/// A search for what the owner offers: what pictures show, what is needed, at most one question, the search, the order, the answer.
/// </summary>
internal sealed class SearchWorkflow : ITurnWorkflow
{
    public const string WorkflowName = "search";

    public string Name => WorkflowName;

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        context.SetStatus(TurnStatus.Initial);
        if (context.Start.Pictures > 0)
        {
            context.SetStatus(TurnStatus.MediaProcessing);
            context.Show(await context.WorkAsync(new WorkStep(MediaWork.StepName)));
        }

        context.SetStatus(TurnStatus.RequirementBuilding);
        var need = await context.WorkAsync(new WorkStep(NeedWork.StepName));
        context.Show(need);
        if (need.Question is { } question)
        {
            // Without an answer it is searched by what is known.
            context.SetStatus(TurnStatus.Clarification);
            await context.WaitAsync(WaitStep.ForQuestion(NeedWork.StepName, question, context.Start.Limits));
        }

        context.SetStatus(TurnStatus.Searching);
        context.Show(await context.WorkAsync(new WorkStep(FindWork.StepName)));
        context.SetStatus(TurnStatus.Ranking);
        context.Show(await context.WorkAsync(new WorkStep(RankWork.StepName)));
        context.Show(await context.WorkAsync(new WorkStep(ComposeWork.StepName)));
        return TurnOutcome.Completed;
    }
}
