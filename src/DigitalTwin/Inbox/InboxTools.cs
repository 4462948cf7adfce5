using System.ComponentModel;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Notices;
using DigitalTwin.Rates;
using DigitalTwin.Tools;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Inbox;

/// <summary>The tools with which the twin brings visitors' concerns to its owner.</summary>
internal sealed class InboxTools(
    OwnerInbox inbox,
    LeadBook leads,
    RateLimits rates,
    SessionAddresses addresses,
    QuestionBook questions,
    NoticeOutbox outbox,
    OwnerTime clock,
    IOptions<LimitsOptions> limits,
    WaitingTurnStarter turns,
    ITurnScheduler scheduler)
{
    public const string LeaveMessage = "leave_message";
    public const string NoteOpenQuestion = "note_open_question";
    public const string AskForPerson = "hand_over";

    /// <summary>What stands before the time that was promised, in what the model is told.</summary>
    public const string PromisedBy = " and promises to reply by ";

    public TwinTool LeaveMessageTool() => new()
    {
        Function = AIFunctionFactory.Create(LeaveMessageAsync, LeaveMessage),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Write,
        Approval = ToolApproval.Visitor,
        Idempotent = true,
        Attempts = 3,
    };

    public TwinTool NoteOpenQuestionTool() => new()
    {
        Function = AIFunctionFactory.Create(NoteOpenQuestionAsync, NoteOpenQuestion),
        MeansRefusal = true,
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Write,
        Idempotent = true,
        Attempts = 3,
    };

    public TwinTool HandOverTool() => new()
    {
        Function = AIFunctionFactory.Create(HandOverAsync, AskForPerson),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Write,
        IsInteractive = true,
        Idempotent = true,
        Attempts = 3,
    };

    [Description("Leaves a message for the person: for a visitor who wants something of them, such as work, a meeting or an "
        + "answer. Ask for name, contact and message first where the visitor has not said them, all in one form; never make them up. The "
        + "visitor is then asked for consent by the website itself.")]
    private async Task<string> LeaveMessageAsync(
        [Description("The visitor's name, as they gave it.")] string name,
        [Description("How to reach the visitor, such as an e-mail address, as they gave it.")] string contact,
        [Description("What the visitor wants to say, in their words.")] string message,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken)
    {
        Check(name, LeadBook.LongestField, "name");
        Check(contact, LeadBook.LongestField, "contact");
        Check(message, LeadBook.LongestMessage, "message");
        if (!ContactDetails.IsIn(contact))
        {
            throw new ToolException(
                "'contact' must have an e-mail address, a phone number or an address on the web. Ask the visitor for one.");
        }

        var context = ToolContext.Of(arguments);
        await CountAsync(RateKind.Lead, context, cancellationToken);
        var lead = new Lead("", InboxState.Open, name, contact, message, context.SessionId, context.TurnId, context.TurnStartedAt);
        await leads.LeaveAsync(lead, context.Key, cancellationToken);
        return "The message is left. The person will read it; promise no time.";
    }

    [Description("Writes down a question about the person that the facts do not answer, so that the person can answer it. Call "
        + "it beside saying that you don't know. Not for small talk, and not for questions about other things.")]
    private async Task<string> NoteOpenQuestionAsync(
        [Description("The question, so that it can be understood without the conversation.")] string question,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken)
    {
        Check(question, LeadBook.LongestMessage, "question");
        var context = ToolContext.Of(arguments);
        await CountAsync(RateKind.Question, context, cancellationToken);
        await questions.NoteAsync(question, context, cancellationToken);
        return "Noted. The person may answer it later; promise nothing.";
    }

    [Description("Asks the person to join, for a visitor who wants to talk to them rather than to their twin. Their reply will "
        + "appear in this conversation when they have written it.")]
    private async Task<string> HandOverAsync(
        [Description("What the visitor wants, in one or two sentences.")] string reason,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken)
    {
        Check(reason, LeadBook.LongestMessage, "reason");
        var context = ToolContext.Of(arguments);
        await CountAsync(RateKind.HandOver, context, cancellationToken);
        var open = await FindOpenAsync(context.SessionId, cancellationToken);
        var turnId = open is null
            ? TurnId.For(context.SessionId, $"hand-over {context.Key}")
            : TurnId.TryParse(open.TurnId)!.Value;
        var start = new TurnStart
        {
            Id = turnId,
            Workflow = HandOverWorkflow.WorkflowName,
            StartedAt = context.TurnStartedAt,
            Limits = limits.Value.Snapshot(),
            MessageId = turnId.Key,
        };
        await turns.BeginAsync(start, WaitStep.ForHandOver(start.Limits));
        if (open is null)
        {
            var (session, at) = (context.SessionId, context.TurnStartedAt);
            var id = InboxStore<HandOver>.IdOf(at, context.Key);
            open = new HandOver(id, InboxState.Open, reason.Trim(), session, turnId.ToString(), at) { DueAt = clock.ReplyBy(at) };
            await inbox.HandOvers.AddAsync(id, open, cancellationToken, InboxNotices.Of(open));
            outbox.Drain(InboxStore<HandOver>.Table, OwnerInbox.HandOversPartition);
        }

        (context.FollowUpTurn, context.ReplyBy) = (turnId, open.DueAt);
        return open.DueAt is { } due
            ? $"The person is asked to join{PromisedBy}{clock.Words(due)}. Tell the visitor so, and that the reply will appear here."
            : "The person is asked to join. Tell the visitor that the reply will appear here, and that it may take a while.";
    }

    // A hand-over whose turn expired is dismissed: the visitor asks for a new one now.
    private async Task<HandOver?> FindOpenAsync(string sessionId, CancellationToken cancellationToken)
    {
        var open = (await inbox.HandOvers.OpenAsync(cancellationToken)).FirstOrDefault(each => each.SessionId == sessionId);
        if (open is null || await scheduler.IsOpenAsync(TurnId.TryParse(open.TurnId)!.Value, cancellationToken))
        {
            return open;
        }

        await inbox.HandOvers.UpdateAsync(open.Id, now => now with { State = InboxState.Dismissed }, cancellationToken);
        return null;
    }

    private async ValueTask CountAsync(RateKind kind, ToolContext context, CancellationToken cancellationToken)
    {
        try
        {
            await rates.TakeAsync(kind, addresses.ClientOf(context.SessionId), cancellationToken);
        }
        catch (ProblemException refused)
        {
            throw new ToolException($"{refused.Detail} Tell the visitor that this is not possible just now.");
        }
    }

    private static void Check(string text, int longest, string field)
    {
        if (VisibleText.IsBlank(text) || text.Length > longest)
        {
            throw new ToolException($"'{field}' must have 1 to {longest} characters.");
        }
    }
}
