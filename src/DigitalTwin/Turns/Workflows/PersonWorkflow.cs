using DigitalTwin.Conversations;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>
/// A visitor's message while the person is in the conversation: the twin is silent, and the person's own words are the reply. It answers
/// only where the conversation is handed back to it, or the person does not reply in time.
/// </summary>
internal sealed class PersonWorkflow : ITurnWorkflow
{
    public const string WorkflowName = "person";

    private readonly AgentWorkflow twin = new();

    public string Name => WorkflowName;

    /// <summary>What a visitor's turn begins with: while the person is in the conversation, the message is theirs.</summary>
    public static TurnStart Of(TurnStart start, ConversationHeader? header, DateTimeOffset now)
        => start.Workflow == AgentWorkflow.WorkflowName && start.Audience == ToolAudience.Visitor && header?.OwnerUntil > now
            ? start with { Workflow = WorkflowName }
            : start;

    public async Task<TurnOutcome> RunAsync(ITurnContext context)
    {
        context.SetStatus(TurnStatus.Initial);
        var reply = await context.WaitAsync(WaitStep.ForHandOver(context.Start.Limits));
        return reply.TimedOut || reply.IsHandedBack ? await twin.RunAsync(context) : HandOverWorkflow.Say(context, reply);
    }
}
