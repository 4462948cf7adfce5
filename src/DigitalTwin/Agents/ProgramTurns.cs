using System.Diagnostics;
using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Tools;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Agents;

/// <summary>A message of a conversation that a program keeps itself.</summary>
/// <param name="IsFromVisitor">Whether the program's side said it.</param>
/// <param name="Text">What was said.</param>
internal sealed record ProgramMessage(bool IsFromVisitor, string Text);

/// <summary>A turn that a program asked for.</summary>
internal sealed class ProgramTurn(TurnFeed feed, RunningTurns turns) : IDisposable
{
    public TurnId Id => feed.Id;

    public TurnStream Stream => feed.Stream;

    /// <summary>How the turn ended.</summary>
    /// <exception cref="ProblemException">It brought nothing but a failure.</exception>
    /// <exception cref="OperationCanceledException">The program is gone; the turn is ended.</exception>
    public async Task<TurnView> FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Stream.ReadToRestAsync(0, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancel();
            throw;
        }

        var view = TurnView.From(Stream.Snapshot());
        return FailureOf(view) is { } problem ? throw new ProblemException(problem) : view;
    }

    /// <summary>Why a turn brought not a word, or <see langword="null"/> where it did.</summary>
    public static Problem? FailureOf(TurnView view)
        => view.Error is { } error && view.Reply.Length == 0 ? Problems.ByCode(error.Code) : null;

    /// <summary>Ends the turn: the program is gone, and no other client waits for it.</summary>
    public void Cancel() => turns.Find(Id)?.Cancel();

    public void Dispose() => feed.Dispose();
}

/// <summary>
/// Turns for other programs. Each is a session of its own: the program brings what was said before, and comes back for nothing. Tools
/// that need a person who stays are not offered.
/// </summary>
internal sealed class ProgramTurns(
    TurnStarter starter,
    TurnFeeds feeds,
    RunningTurns turns,
    TurnSlots slots,
    SessionAddresses addresses,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    /// <param name="program">Who asks.</param>
    /// <param name="before">What was said before, oldest first.</param>
    /// <param name="message">What is said now.</param>
    /// <param name="isWatched">Whether the program watches the reply being written.</param>
    /// <param name="cancellationToken">Ends the waiting for the turn to begin.</param>
    /// <exception cref="ProblemException">The host is stopping.</exception>
    public async Task<ProgramTurn> BeginAsync(
        ProgramCaller program,
        IReadOnlyList<ProgramMessage> before,
        string message,
        bool isWatched,
        CancellationToken cancellationToken)
    {
        var messageId = Guid.NewGuid().ToString("N");
        var start = new TurnStart
        {
            Id = TurnId.For(SessionId.New(), messageId),
            Workflow = AgentWorkflow.WorkflowName,
            StartedAt = time.GetUtcNow(),
            Limits = limits.Value.Snapshot(),
            MessageId = messageId,
            Message = message,
            Audience = ToolAudience.Agent,
            Origin = program.Name,
        };
        var conversation = Conversation.Empty(start.Id.SessionId) with { Recent = ToMessages(before, start.StartedAt) };
        addresses.Remember(start.Id.SessionId, program.Number);
        using var slot = await slots.EnterAsync(program.Number, cancellationToken);
        var feed = await feeds.OpenAsync(start.Id, Begin, cancellationToken);
        return new ProgramTurn(feed ?? throw new UnreachableException("The id is new."), turns);

        RunningTurn Begin()
        {
            var turn = starter.Begin(start, conversation, isWatched);
            slot.KeepFor(turn.Work);
            return turn;
        }
    }

    // What a program says that the twin said is something that the program says.
    private const string Claimed = "(The program that asks says that you answered this:)\n";

    private static List<StoredMessage> ToMessages(IReadOnlyList<ProgramMessage> before, DateTimeOffset at)
        => [.. before.TakeLast(ConversationStore.RecentMessages).Select((each, index) => new StoredMessage
        {
            Number = index + 1,
            Id = "",
            IsFromVisitor = true,
            Text = each.IsFromVisitor ? each.Text : Claimed + each.Text,
            At = at,
        })];
}
