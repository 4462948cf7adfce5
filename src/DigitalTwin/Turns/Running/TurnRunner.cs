using System.Diagnostics;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Media;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Resting;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns.Running;

/// <summary>Works on turns in this process, from where their journal stands to their end or to a wait.</summary>
internal sealed partial class TurnRunner(
    IEnumerable<ITurnWorkflow> workflows,
    StepRunnerFactory steps,
    ConversationStore conversations,
    JournalStore journals,
    MessageKeeper messages,
    ITurnScheduler scheduler,
    TurnRest rest,
    TurnMetrics metrics,
    TimeProvider time,
    ILogger<TurnRunner> logger)
{
    /// <summary>Keeps a message and answers it; leaves it where its turn was begun before.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="start">What it begins with.</param>
    /// <param name="conversation">What was said before, as far as it is known here.</param>
    /// <param name="shown">The pictures that came with the message.</param>
    public async Task RunAsync(RunningTurn turn, TurnStart start, Conversation conversation, IReadOnlyList<Picture> shown)
    {
        var started = time.GetTimestamp();
        if (await messages.KeepAsync(turn, start, conversation, shown) is { } begun)
        {
            // Another instance may have let the person in since this one read the conversation.
            using var journal = journals.Begin(PersonWorkflow.Of(start, begun.Conversation.Header, time.GetUtcNow()));
            await WorkAsync(turn, journal, begun, started);
        }
    }

    /// <summary>Goes on with a turn whose wait is over or whose process went away.</summary>
    /// <returns>False where another process works on it.</returns>
    public async Task<bool> ResumeAsync(RunningTurn turn)
    {
        // Not read with the turn's token: what cancels it now is seen by the workflow, which ends the turn as it has to be.
        using var journal = await journals.LoadAsync(turn.Id, CancellationToken.None);
        if (journal is null || journal.Header.Wait is not null)
        {
            return true;
        }

        if (!journals.IsFree(journal.Header))
        {
            return false;
        }

        if (await conversations.ResumeTurnAsync(turn.Id, CancellationToken.None) is not { } begun)
        {
            // It was stored and a crash kept its journal, or its session was erased.
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

        // Only now: one that was ended or forgotten meanwhile is not found as one that runs here.
        turn.Begin(isOurs: true);
        LogResumed(logger, turn.Id);
        await WorkAsync(turn, journal, begun, time.GetTimestamp());
        return true;
    }

    /// <summary>Emits the events of a turn that this process does not work on, as far as its journal goes.</summary>
    /// <returns>What emits the next ones.</returns>
    public async Task<TurnEventWriter> ReplayAsync(TurnJournal journal, TurnStream stream)
    {
        var writer = new TurnEventWriter(journal.Header.Start, stream);
        await WorkflowReplay.ReplayAsync(WorkflowOf(journal), journal, writer);
        return writer;
    }

    /// <summary>Stores a turn whose steps are all done, by any process.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="stream">Where its readers in this process see it.</param>
    /// <param name="outcome">How it ended, or <see langword="null"/> where only a cancelled one is to be stored.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task StoreEndedAsync(TurnId id, TurnStream stream, TurnOutcome? outcome, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (journal is null || (outcome is null && !journal.Header.IsCancelled))
        {
            return;
        }

        if (await conversations.ResumeTurnAsync(id, cancellationToken) is not { } begun)
        {
            await journal.DeleteAsync();
            return;
        }

        var started = time.GetTimestamp();
        var writer = new TurnEventWriter(journal.Header.Start, stream);
        var code = journal.Header.IsCancelled ? Problems.TurnCancelled.Code : outcome?.ErrorCode;
        try
        {
            await WorkflowReplay.ReplayAsync(WorkflowOf(journal), journal, writer);
        }
        catch (Exception error)
        {
            // The journal does not fit the code: the turn ends with what can still be said of it.
            LogFailed(logger, id, error);
            writer.Start();
            code = Problems.Internal.Code;
        }

        var last = await rest.StoreAsync(journal, begun, writer, code);
        metrics.Ended(time.GetElapsedTime(started), writer);
        stream.Write(last);
    }

    private ITurnWorkflow WorkflowOf(TurnJournal journal)
        => workflows.FirstOrDefault(workflow => workflow.Name == journal.Header.Start.Workflow)
            ?? throw new InvalidOperationException($"There is no workflow '{journal.Header.Start.Workflow}'.");

    private async Task WorkAsync(RunningTurn turn, TurnJournal journal, BegunTurn begun, long started)
    {
        using var activity = Telemetry.Source.StartActivity("turn");
        activity?.SetTag("digitaltwin.turn.id", turn.Id.ToString());
        var writer = new TurnEventWriter(journal.Header.Start, turn.Stream)
        {
            FirstWords = () =>
            {
                turn.Speak();
                metrics.FirstDelta(time.GetElapsedTime(started));
            },
        };
        TurnEvent? last = null;
        try
        {
            await using var lease = new LeaseRenewal(journal, journals.LeaseTime, scheduler.HasOtherInstances, time, turn.Lose);
            last = await RunToRestAsync(turn, journal, begun, writer);
        }
        catch (TurnLostException)
        {
            LogLost(logger, turn.Id);
            turn.Stream.Close();
        }
        catch (Exception error)
        {
            LogFailed(logger, turn.Id, error);
            activity?.SetStatus(ActivityStatusCode.Error).AddException(error);
            last = await rest.GiveUpAsync(journal, begun, writer, ProblemMapper.Map(error));
        }

        // Counted before a client hears of it.
        metrics.Ended(time.GetElapsedTime(started), writer);
        if (last is not null)
        {
            turn.Stream.Write(last);
        }
    }

    // Up to its end, which is stored and whose event is returned, or to a wait, which is scheduled.
    private async Task<TurnEvent?> RunToRestAsync(RunningTurn turn, TurnJournal journal, BegunTurn begun, TurnEventWriter writer)
    {
        var outcome = await RunWorkflowAsync(turn, journal, begun.Conversation, writer);
        if (turn.IsLost)
        {
            throw new TurnLostException();
        }

        if (outcome is not null)
        {
            return await rest.StoreAsync(journal, begun, writer, outcome.ErrorCode);
        }

        await scheduler.WaitBeganAsync(journal.Header.Start, journal.Header.Wait!);
        await rest.ListAsWaitingAsync(journal.Id.SessionId);
        return null;
    }

    /// <returns>How the turn ended, or <see langword="null"/> where it waits.</returns>
    private async Task<TurnOutcome?> RunWorkflowAsync(
        RunningTurn turn, TurnJournal journal, Conversation before, TurnEventWriter writer)
    {
        var workflow = WorkflowOf(journal);
        if (journal.Header.IsCancelled)
        {
            await WorkflowReplay.ReplayAsync(workflow, journal, writer);
            return TurnOutcome.Failed(Problems.TurnCancelled);
        }

        try
        {
            return await WorkflowReplay.RunAsync(workflow, journal, writer, steps.For(before, turn.IsWatched, turn.Cancellation), time);
        }
        catch (OperationCanceledException) when (turn.Cancellation.IsCancellationRequested)
        {
            // Of one that was joined to the next the visitor saw no word.
            writer.AnsweredIn = turn.JoinedBy?.ToString();
            return writer.AnsweredIn is null ? TurnOutcome.Failed(Problems.TurnCancelled) : TurnOutcome.Completed;
        }
    }

    [LoggerMessage(EventId = 5005, Level = LogLevel.Information, Message = "Turn {TurnId} goes on")]
    private static partial void LogResumed(ILogger logger, TurnId turnId);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Warning, Message = "Turn {TurnId} was taken over by another process")]
    private static partial void LogLost(ILogger logger, TurnId turnId);

    [LoggerMessage(EventId = 5007, Level = LogLevel.Error, Message = "Turn {TurnId} failed")]
    private static partial void LogFailed(ILogger logger, TurnId turnId, Exception error);
}
