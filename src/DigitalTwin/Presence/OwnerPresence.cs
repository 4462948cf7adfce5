using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Inbox;
using DigitalTwin.Sessions;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Presence;

/// <summary>
/// The person in a conversation. While they are in, visitors' messages wait for their words; each of these ends what waits and begins the
/// turn in which the next ones will come, which the visitor's page follows. A conversation that they forget is handed back by itself.
/// </summary>
internal sealed class OwnerPresence(
    ConversationStore conversations,
    OwnerMessages messages,
    PresenceStore store,
    OwnerInbox inbox,
    Waits waits,
    WaitingTurnStarter turns,
    IOptions<LimitsOptions> limits,
    TimeProvider time) : IErasedWithSession
{
    /// <summary>How long the owner is in after they last said something.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>The owner comes in: the twin is silent from now on.</summary>
    /// <exception cref="ProblemException">There is no such session.</exception>
    public async Task<ConversationHeader> JoinAsync(string sessionId, CancellationToken cancellationToken)
        => await StayAsync(sessionId, await store.NextAsync(sessionId, cancellationToken), cancellationToken);

    /// <summary>The owner says something, in a conversation that they are in or not.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="id">The message's id: said twice under one, it is said once.</param>
    /// <param name="text">Markdown.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProblemException">There is no such session.</exception>
    public async Task<SaidView> SayAsync(string sessionId, string id, string text, CancellationToken cancellationToken)
    {
        var header = await conversations.GetHeaderAsync(sessionId, cancellationToken)
            ?? throw new ProblemException(Problems.SessionNotFound);
        if (header.LastSaid.Split('\n') is [var last, var where] && last == id)
        {
            return new SaidView(where, (await store.NextAsync(sessionId, cancellationToken))?.ToString());
        }

        var waiting = await WaitingAsync(sessionId, header, cancellationToken);
        TurnId? next = null;
        if (header.OwnerUntil > time.GetUtcNow())
        {
            next = await BeginNextAsync(sessionId, id, cancellationToken);
            await StayAsync(sessionId, next, cancellationToken);
        }

        var words = new WaitOutcome { Text = text, FollowUpTurn = next?.ToString() };
        TurnId? saidIn = null;
        foreach (var turn in waiting.Where(turn => turn != next))
        {
            // The latest one has the words; to those before it nothing is left to say.
            var outcome = saidIn is null ? words : new WaitOutcome { FollowUpTurn = words.FollowUpTurn };
            var result = await waits.AnswerAsync(turn, WaitKind.HandOver, null, outcome, cancellationToken);
            saidIn ??= result is WaitResult.Accepted or WaitResult.Repeated ? turn : null;
        }

        await CloseHandOversAsync(sessionId, text, cancellationToken);
        var said = saidIn?.ToString() ?? (await messages.AddAsync(sessionId, id, text, null, cancellationToken))?.Id;
        var view = new SaidView(said ?? throw new ProblemException(Problems.SessionNotFound), next?.ToString());
        await conversations.ChangeAsync(sessionId, now => now with { LastSaid = $"{id}\n{view.Message}" }, cancellationToken);
        return view;
    }

    /// <summary>The owner leaves: what waits is the twin's to answer.</summary>
    /// <returns>False where there is no such session.</returns>
    public async Task<bool> LeaveAsync(string sessionId, CancellationToken cancellationToken)
    {
        var header = await conversations.ChangeAsync(sessionId, now => now with { OwnerUntil = null }, cancellationToken);
        List<TurnId> waiting = [.. (header?.OpenTurns ?? []).Select(key => new TurnId(sessionId, key))];
        if (await store.NextAsync(sessionId, cancellationToken) is { } next)
        {
            waiting.Add(next);
        }

        foreach (var turn in waiting)
        {
            await waits.AnswerAsync(turn, WaitKind.HandOver, null, new WaitOutcome { IsHandedBack = true }, cancellationToken);
        }

        await store.RemoveAsync(sessionId, cancellationToken);
        return header is not null;
    }

    /// <summary>Hands back the conversations that the owner forgot.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var session in await store.OverAsync(time.GetUtcNow(), cancellationToken))
        {
            await LeaveAsync(session, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task EraseAsync(string sessionId, CancellationToken cancellationToken) => store.RemoveAsync(sessionId, cancellationToken);

    private async Task<TurnId> BeginNextAsync(string sessionId, string id, CancellationToken cancellationToken)
    {
        var turn = TurnId.For(sessionId, $"person {id}");
        var start = new TurnStart
        {
            Id = turn,
            Workflow = HandOverWorkflow.WorkflowName,
            StartedAt = time.GetUtcNow(),
            Limits = limits.Value.Snapshot(),
            MessageId = turn.Key,
        };
        await turns.BeginAsync(start, WaitStep.ForHandOver(start.Limits));
        return turn;
    }

    // The visitor's latest message first, then what the owner's next words were to come in, then what was asked of them.
    private async Task<IReadOnlyList<TurnId>> WaitingAsync(
        string sessionId, ConversationHeader header, CancellationToken cancellationToken)
    {
        List<TurnId> turns = [.. header.OpenTurns.Reverse().Select(key => new TurnId(sessionId, key))];
        if (await store.NextAsync(sessionId, cancellationToken) is { } next)
        {
            turns.Add(next);
        }

        var asked = (await inbox.HandOvers.OpenAsync(cancellationToken)).Where(each => each.SessionId == sessionId);
        turns.AddRange(asked.Select(each => TurnId.TryParse(each.TurnId)).OfType<TurnId>());
        return [.. turns.Distinct()];
    }

    private async Task<ConversationHeader> StayAsync(string sessionId, TurnId? next, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Patience;

        // First where it is found when it is forgotten.
        await store.AddAsync(sessionId, until, next?.ToString(), cancellationToken);
        var header = await conversations.ChangeAsync(sessionId, now => now with { OwnerUntil = until }, cancellationToken);
        if (header is null)
        {
            await store.RemoveAsync(sessionId, cancellationToken);
        }

        return header ?? throw new ProblemException(Problems.SessionNotFound);
    }

    private async Task CloseHandOversAsync(string sessionId, string text, CancellationToken cancellationToken)
    {
        foreach (var each in (await inbox.HandOvers.OpenAsync(cancellationToken)).Where(each => each.SessionId == sessionId))
        {
            await inbox.HandOvers.UpdateAsync(
                each.Id, now => now with { State = InboxState.Done, Reply = now.Reply ?? text }, cancellationToken);
        }
    }
}
