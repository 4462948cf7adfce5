using System.Diagnostics;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Media;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns;

/// <summary>Works on turns in this process, from where their journal stands to their end or to a wait. Whatever happens becomes an event.</summary>
internal sealed partial class TurnRunner(
    IEnumerable<ITurnWorkflow> workflows,
    LocalStepsFactory steps,
    ConversationStore conversations,
    JournalStore journals,
    PictureStore pictures,
    ITurnEngine engine,
    TurnMetrics metrics,
    TimeProvider time,
    ILogger<TurnRunner> logger)
{
    /// <summary>Begins a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="start">What it begins with.</param>
    /// <param name="conversation">What was said before.</param>
    /// <param name="shown">The pictures that came with the message; kept before anything else is done.</param>
    public async Task RunAsync(RunningTurn turn, TurnStart start, Conversation conversation, IReadOnlyList<Picture>? shown = null)
    {
        using var journal = journals.Begin(start);
        await WorkAsync(turn, journal, conversation, shown);
    }

    /// <summary>Goes on with a turn whose wait is over or whose process went away.</summary>
    /// <returns>False where another process works on it.</returns>
    public async Task<bool> ResumeAsync(RunningTurn turn)
    {
        using var journal = await journals.LoadAsync(turn.Id, turn.Cancellation);
        if (journal is null || journal.Header.Wait is not null)
        {
            return true;
        }

        if (!journals.IsFree(journal.Header))
        {
            return false;
        }

        if (await conversations.GetTurnAsync(turn.Id, turn.Cancellation) is not null)
        {
            // It was stored, and a crash kept its journal.
            await journal.DeleteAsync();
            return true;
        }

        try
        {
            await journal.LeaseAsync(isNewRun: true);
        }
        catch (TurnLostException)
        {
            return false;
        }

        LogResumed(logger, turn.Id);
        await WorkAsync(turn, journal, await conversations.LoadAsync(turn.Id.SessionId, turn.Cancellation));
        return true;
    }

    /// <summary>Tells a turn that nobody works on now, as far as its journal goes.</summary>
    public async Task TellAsync(TurnJournal journal, TurnStream stream)
        => await new TurnExecution(journal, new TurnReply(journal.Header.Start, stream), null, time).RunAsync(WorkflowOf(journal));

    /// <summary>Stores a turn whose steps are all done, by whomever.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="stream">Where it is shown.</param>
    /// <param name="outcome">How it ended, or <see langword="null"/> where only a cancelled one is to be stored.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task FinishAsync(TurnId id, TurnStream stream, TurnOutcome? outcome, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (journal is null || (outcome is null && !journal.Header.IsCancelled))
        {
            return;
        }

        var started = time.GetTimestamp();
        var reply = new TurnReply(journal.Header.Start, stream);
        var code = journal.Header.IsCancelled ? Problems.TurnCancelled.Code : outcome?.ErrorCode;
        try
        {
            await new TurnExecution(journal, reply, null, time).RunAsync(WorkflowOf(journal));
        }
        catch (Exception error)
        {
            // The journal does not fit the code: the turn ends with what can still be told of it.
            LogFailed(logger, id.ToString(), error);
            reply.Start();
            code = Problems.Internal.Code;
        }

        await StoreAsync(stream, journal, await conversations.LoadAsync(id.SessionId, cancellationToken), reply, code);
        metrics.Ended(time.GetElapsedTime(started), reply);
    }

    /// <summary>The workflow a turn began with.</summary>
    public ITurnWorkflow WorkflowOf(TurnJournal journal)
        => workflows.FirstOrDefault(workflow => workflow.Name == journal.Header.Start.Workflow)
            ?? throw new InvalidOperationException($"There is no workflow '{journal.Header.Start.Workflow}'.");

    private async Task WorkAsync(RunningTurn turn, TurnJournal journal, Conversation conversation, IReadOnlyList<Picture>? shown = null)
    {
        using var activity = Telemetry.Source.StartActivity("turn");
        activity?.SetTag("digitaltwin.turn.id", turn.Id.ToString());
        var started = time.GetTimestamp();
        var reply = new TurnReply(journal.Header.Start, turn.Stream) { FirstWords = () => metrics.FirstDelta(time.GetElapsedTime(started)) };
        try
        {
            if (shown is { Count: > 0 })
            {
                reply.Start();
                await pictures.AddAsync(turn.Id, shown, turn.Cancellation);
            }

            await using var lease = new LeaseKeeper(journal, journals.LeaseTime, engine.IsShared, time, turn.Lose);
            if (await RunAsync(turn, journal, conversation, reply) is { } outcome)
            {
                if (turn.IsLost)
                {
                    throw new TurnLostException();
                }

                await StoreAsync(turn.Stream, journal, conversation, reply, outcome.ErrorCode);
            }
        }
        catch (TurnLostException)
        {
            LogLost(logger, turn.Id.ToString());
            turn.Stream.Close();
            return;
        }
        catch (Exception error)
        {
            LogFailed(logger, turn.Id.ToString(), error);
            activity?.SetStatus(ActivityStatusCode.Error).AddException(error);
            await GiveUpAsync(turn, journal, reply, ProblemMapper.Map(error));
        }

        metrics.Ended(time.GetElapsedTime(started), reply);
    }

    /// <returns>How the turn ended, or <see langword="null"/> where it waits.</returns>
    private async Task<TurnOutcome?> RunAsync(RunningTurn turn, TurnJournal journal, Conversation conversation, TurnReply reply)
    {
        if (journal.Header.IsCancelled)
        {
            await new TurnExecution(journal, reply, null, time).RunAsync(WorkflowOf(journal));
            return TurnOutcome.Failed(Problems.TurnCancelled);
        }

        try
        {
            if (await new TurnExecution(journal, reply, steps.For(conversation, turn.Cancellation), time).RunAsync(WorkflowOf(journal)) is { } outcome)
            {
                return outcome;
            }
        }
        catch (OperationCanceledException) when (turn.Cancellation.IsCancellationRequested)
        {
            return TurnOutcome.Failed(Problems.TurnCancelled);
        }

        await OpenSessionAsync(conversation);
        await engine.SuspendedAsync(turn.Id, journal.Header.Wait!);
        return null;
    }

    // A visitor who comes back finds their session, even if its very first turn waits.
    private async Task OpenSessionAsync(Conversation conversation)
    {
        if (conversation.Header is not null)
        {
            return;
        }

        try
        {
            await conversations.OpenAsync(conversation.SessionId, CancellationToken.None);
        }
        catch (RowConflictException)
        {
            // Another turn of the session was faster.
        }
    }

    // Without a token: what was said is stored, whoever has gone by now.
    private async Task StoreAsync(TurnStream stream, TurnJournal journal, Conversation conversation, TurnReply reply, string? errorCode)
    {
        var last = reply.End(errorCode is null ? null : Problems.ByCode(errorCode));
        if (!await conversations.AddTurnAsync(conversation, reply.ToFinishedTurn(last, time.GetUtcNow()), CancellationToken.None))
        {
            // The same message was answered elsewhere in the meantime: that answer is the one that counts.
            var stored = TurnLog.Decode((await conversations.GetTurnAsync(journal.Id, CancellationToken.None))!.Events);
            last = last with { Type = stored[^1].Type, Data = stored[^1].Data };
        }

        await journal.DeleteAsync();
        stream.Write(last);
    }

    private async Task GiveUpAsync(RunningTurn turn, TurnJournal journal, TurnReply reply, Problem problem)
    {
        // A turn that stumbles over its own code would do so again; one that stumbles over its storage is taken up later, and one that waits, waits.
        if (problem != Problems.StorageUnavailable && journal.Header.Wait is null)
        {
            try
            {
                await journal.DeleteAsync();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogFailed(logger, turn.Id.ToString(), error);
            }
        }

        turn.Stream.Write(reply.End(problem));
    }

    [LoggerMessage(EventId = 5005, Level = LogLevel.Information, Message = "Turn {TurnId} goes on")]
    private static partial void LogResumed(ILogger logger, TurnId turnId);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Warning, Message = "Turn {TurnId} is another process's by now")]
    private static partial void LogLost(ILogger logger, string turnId);

    [LoggerMessage(EventId = 5007, Level = LogLevel.Error, Message = "Turn {TurnId} failed")]
    private static partial void LogFailed(ILogger logger, string turnId, Exception error);
}
