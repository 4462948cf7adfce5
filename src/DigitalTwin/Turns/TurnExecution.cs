using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.Turns;

/// <summary>A workflow asked for other steps than the ones in its journal: its code is not deterministic, or not the code that began the turn.</summary>
internal sealed class NonDeterministicTurnException(string message) : Exception(message);

/// <summary>
/// Runs a workflow over its journal: remembered steps return at once, new ones are done and remembered. Without
/// <see cref="ITurnSteps"/> it only tells what happened so far.
/// </summary>
/// <param name="journal">The steps so far.</param>
/// <param name="reply">Is told everything, remembered or new.</param>
/// <param name="steps">Does what is new, or <see langword="null"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="only">The one new step to be done, where an orchestrator elsewhere decides on them; all others are left alone.</param>
internal sealed class TurnExecution(TurnJournal journal, TurnReply reply, ITurnSteps? steps, TimeProvider time, string? only = null) : ITurnContext
{
    private readonly HashSet<string> requested = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource suspended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TurnStart Start => journal.Header.Start;

    public DateTimeOffset Now { get; private set; } = journal.Header.Start.StartedAt;

    /// <summary>Runs the workflow up to its end or to a wait.</summary>
    /// <returns>How it ended, or <see langword="null"/> where it waits, or where there is nobody to do the next step.</returns>
    /// <exception cref="NonDeterministicTurnException">The workflow does not fit its journal.</exception>
    public async Task<TurnOutcome?> RunAsync(ITurnWorkflow workflow)
    {
        reply.Start();

        // What is remembered comes back without a wait: when this returns, the workflow stands at its first new step.
        var work = workflow.RunAsync(this);
        CheckAllRequested();
        reply.Run = journal.Header.Run;
        if (steps is null)
        {
            return work.IsCompleted ? await work : null;
        }

        live.SetResult();
        if (await Task.WhenAny(work, suspended.Task) != work)
        {
            return null;
        }

        var outcome = await work;
        CheckAllRequested();
        return outcome;
    }

    public async Task<ThinkOutcome> ThinkAsync(ThinkStep step)
    {
        var key = StepKeys.Think(step.Number);
        var (remembered, begun) = Remember(key, step, ProductJson.Api.ThinkStep, ProductJson.Api.ThinkOutcome);
        if (remembered is null && steps is null && begun is { Said: not null })
        {
            // Another process is at it: what it has said by now is shown as it will be remembered.
            reply.Run = begun.Run;
        }

        foreach (var piece in remembered?.Pieces ?? (steps is null ? begun?.Said : null) ?? [])
        {
            reply.Add(piece);
        }

        var thought = remembered ?? await DoAsync(
            key, step, ProductJson.Api.ThinkStep, ProductJson.Api.ThinkOutcome, only is not null, () => steps!.ThinkAsync(journal, step, Tell));
        reply.Count(thought);
        if (remembered is null)
        {
            await DoneAsync();
        }

        return thought;
    }

    public async Task<ToolOutcome> RunToolAsync(ToolStep step)
    {
        var key = StepKeys.Tool(step.Step, step.Index, step.Attempt);
        var (remembered, begun) = Remember(key, step, ProductJson.Api.ToolStep, ProductJson.Api.ToolOutcome);
        if (remembered is not null)
        {
            return remembered;
        }

        // That it begins is written before it does: after a crash the journal tells a call that may have worked from one that never was.
        var outcome = await DoAsync(key, step, ProductJson.Api.ToolStep, ProductJson.Api.ToolOutcome, true, () => steps!.RunToolAsync(journal, step, begun is not null));
        await journal.FlushAsync();
        await DoneAsync();
        return outcome;
    }

    public async Task<WaitOutcome> WaitAsync(WaitStep step)
    {
        var key = StepKeys.Wait(step.Key);
        var (remembered, begun) = Remember(key, step, ProductJson.Api.WaitStep, ProductJson.Api.WaitOutcome);
        if (begun is not null)
        {
            reply.TellWaiting(step, begun.Due!.Value);
        }

        if (remembered is not null)
        {
            reply.Run = begun!.Run;
            if (step.Clarification is { } asked && !remembered.TimedOut)
            {
                reply.TellAnswer(asked, remembered.Text, begun.EndedAt);
            }

            return remembered;
        }

        await MayBeginAsync(key);
        if (journal.Header.Wait?.Key != key)
        {
            // Begun and not suspended is what a crash between the two leaves.
            var (isTold, now) = (begun is not null, time.GetUtcNow());
            begun ??= journal.Begin(key, Json(step, ProductJson.Api.WaitStep), now, now + TimeSpan.FromHours(step.Hours));
            await journal.SuspendAsync(new TurnWait(key, step.Kind, begun.Due!.Value));
            if (!isTold)
            {
                reply.TellWaiting(step, begun.Due.Value);
            }
        }

        // The workflow is left behind here. Whoever ends the wait has it run again.
        suspended.TrySetResult();
        return await new TaskCompletionSource<WaitOutcome>().Task;
    }

    public async Task DelayAsync(string key, TimeSpan delay)
    {
        key = StepKeys.Timer(key);
        var (remembered, begun) = Remember(key, delay.TotalSeconds, ProductJson.Api.Double, ProductJson.Api.String);
        if (remembered is not null)
        {
            return;
        }

        await MayBeginAsync(key);
        begun ??= journal.Begin(key, Json(delay.TotalSeconds, ProductJson.Api.Double), time.GetUtcNow(), time.GetUtcNow() + delay);
        await journal.FlushAsync();

        // Late rather than never: what a crash took off it is not waited for again.
        var left = begun.Due!.Value - time.GetUtcNow();
        await steps!.DelayAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        End(key, "fired", ProductJson.Api.String);
        await DoneAsync();
    }

    public void SetStatus(TurnStatus status) => reply.SetStatus(status);

    public void TellToolStarted(string call, string tool) => reply.TellToolStarted(call, tool);

    public void TellToolCompleted(string call, string tool, ToolOutcome outcome) => reply.TellToolCompleted(call, tool, outcome);

    public void Say(string text) => reply.Add(new ReplyPiece(text, null, 0));

    private void Tell(ReplyPiece piece)
    {
        journal.Say(piece);
        reply.Add(piece);
    }

    private (TResult? Result, JournalEntry? Begun) Remember<TRequest, TResult>(string key, TRequest request, JsonTypeInfo<TRequest> requestJson, JsonTypeInfo<TResult> resultJson)
        where TResult : class
    {
        requested.Add(key);
        var entry = journal.Find(key);
        if (entry is not null && entry.Request != Json(request, requestJson))
        {
            throw new NonDeterministicTurnException($"The step '{key}' is not the one that was done before.");
        }

        if (entry is not { Result: { } result })
        {
            return (null, entry);
        }

        Now = entry.EndedAt > Now ? entry.EndedAt : Now;
        reply.Run = key.StartsWith(StepKeys.WaitPrefix, StringComparison.Ordinal) ? reply.Run : entry.Run;
        return (JsonSerializer.Deserialize(result, resultJson), entry);
    }

    private async Task<TResult> DoAsync<TRequest, TResult>(
        string key, TRequest request, JsonTypeInfo<TRequest> requestJson, JsonTypeInfo<TResult> resultJson, bool marksBegin, Func<Task<TResult>> step)
    {
        await MayBeginAsync(key);

        // What came before is on the disk before anything new begins; where it matters, so is that this begins.
        if (!marksBegin)
        {
            await journal.FlushAsync();
        }

        if (journal.Find(key) is null)
        {
            journal.Begin(key, Json(request, requestJson), time.GetUtcNow());
        }

        if (marksBegin)
        {
            await journal.FlushAsync();
        }

        var result = await step();
        End(key, result, resultJson);
        return result;
    }

    // Beside the one step that is asked for, none begins: the workflow stands still there and is left behind.
    private async Task MayBeginAsync(string key)
    {
        await live.Task;
        if (only is not null && only != key)
        {
            await new TaskCompletionSource().Task;
        }
    }

    private async Task DoneAsync()
    {
        if (only is not null)
        {
            await journal.FlushAsync();
            suspended.TrySetResult();
        }
    }

    private void End<TResult>(string key, TResult result, JsonTypeInfo<TResult> json)
    {
        var ended = journal.End(key, Json(result, json), time.GetUtcNow());
        Now = ended.EndedAt > Now ? ended.EndedAt : Now;
    }

    private void CheckAllRequested()
    {
        if (journal.Entries.FirstOrDefault(entry => !requested.Contains(entry.Key)) is { } forgotten)
        {
            throw new NonDeterministicTurnException($"The step '{forgotten.Key}' was done before and is not asked for now.");
        }
    }

    private static string Json<T>(T value, JsonTypeInfo<T> json) => JsonSerializer.Serialize(value, json);
}
