using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Steps;

/// <summary>Makes what does a turn's steps in this process.</summary>
internal sealed class StepRunnerFactory(ModelStepRunner model, ToolRunner tools, IEnumerable<ITurnWork> works, TimeProvider time)
{
    /// <param name="conversation">The conversation as it was before the turn.</param>
    /// <param name="isWatched">Whether a client watches the reply being written.</param>
    /// <param name="cancellation">Ends the turn.</param>
    public ITurnSteps For(Conversation conversation, bool isWatched, CancellationToken cancellation)
        => new StepRunner(model, tools, works, time, conversation, isWatched, cancellation);

    private sealed class StepRunner(
        ModelStepRunner model,
        ToolRunner tools,
        IEnumerable<ITurnWork> works,
        TimeProvider time,
        Conversation conversation,
        bool isWatched,
        CancellationToken cancellation) : ITurnSteps
    {
        public Task<ThinkOutcome> ThinkAsync(TurnJournal journal, ThinkStep step, Action<ReplyPiece> tell)
            => model.RunAsync(journal, new ModelStep(conversation, step, isWatched), tell, cancellation);

        public Task<ToolOutcome> RunToolAsync(TurnJournal journal, ToolStep step, bool wasCutOff)
        {
            var start = journal.Header.Start;
            var history = new StepHistory(journal.Entries);
            var call = history.CallAt(step.Step, step.Index);
            return wasCutOff && !tools.MayRepeat(call.Name, start.Audience)
                ? Task.FromResult(ToolRunner.UnknownOutcome)
                : tools.RunAsync(call, start.Audience, ContextOf(start, step, history), step.SecondsLeft, cancellation);
        }

        public Task<WorkOutcome> WorkAsync(TurnJournal journal, WorkStep step)
        {
            var work = works.FirstOrDefault(each => each.Name == step.Name)
                ?? throw new InvalidOperationException($"There is no step '{step.Name}'.");
            var history = new StepHistory(journal.Entries);
            var context = new WorkContext(journal.Header.Start, name => history.WorkOf(name)?.Result ?? "", history.AnswerTo);
            return work.DoAsync(context, cancellation);
        }

        public Task DelayAsync(TimeSpan delay) => Task.Delay(delay, time, cancellation);

        private static ToolContext ContextOf(TurnStart start, ToolStep step, StepHistory history) => new()
        {
            SessionId = start.Id.SessionId,
            TurnId = start.Id.ToString(),
            Key = $"{start.Id}:{step.CallKey}",
            TurnStartedAt = start.StartedAt,
            Locale = start.Locale,
            Message = start.Message,
            Audience = start.Audience,
            Taint = history.TaintOf(start.Audience),
        };
    }
}
