using System.Diagnostics;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Turns;

/// <summary>What a turn is about.</summary>
/// <param name="Conversation">The conversation as it was read for this turn.</param>
/// <param name="MessageId">The id of the visitor's message.</param>
/// <param name="Message">What the visitor says.</param>
/// <param name="Locale">The visitor's language, or <see langword="null"/>.</param>
internal sealed record TurnInput(Conversation Conversation, string MessageId, string Message, string? Locale);

/// <summary>Works on one turn from the visitor's message to the stored reply. What happens is told as events; the last one comes after the reply is stored.</summary>
internal sealed partial class TurnRunner(
    PersonaProvider personas,
    PromptBuilder prompts,
    TokenEstimator estimator,
    Summarizer summarizer,
    IModel model,
    IOptions<ModelOptions> options,
    ConversationStore conversations,
    TurnMetrics metrics,
    TimeProvider time,
    ILogger<TurnRunner> logger)
{
    /// <summary>Runs the turn to its end, whatever happens; failures become its last event.</summary>
    public async Task RunAsync(RunningTurn turn, TurnInput input)
    {
        using var activity = Telemetry.Source.StartActivity("turn");
        activity?.SetTag("digitaltwin.turn.id", turn.Id.ToString());
        var reply = new TurnReply(turn, input, time.GetUtcNow());
        try
        {
            reply.Start();
            await ThinkAsync(turn, input, reply);
            await StoreAsync(turn, input, reply, reply.Complete());
        }
        catch (OperationCanceledException) when (turn.Cancellation.IsCancellationRequested)
        {
            await EndCancelledAsync(turn, input, reply);
        }
        catch (Exception error)
        {
            LogFailed(logger, turn.Id.ToString(), error);
            activity?.SetStatus(ActivityStatusCode.Error);
            turn.Stream.Write(reply.Fail(ProblemMapper.Map(error)));
        }

        metrics.Ended(time.GetUtcNow() - reply.StartedAt, turn.Stream.Snapshot()[^1].Type, reply.Degraded);
    }

    private async Task ThinkAsync(RunningTurn turn, TurnInput input, TurnReply reply)
    {
        var snapshot = await personas.GetAsync(turn.Cancellation);
        var summary = input.Conversation.Header?.Summary ?? "";
        var prompt = prompts.Build(snapshot, new PromptInput(input.Message, summary, input.Conversation.Unsummarized, input.Locale));

        // Beside the reply, not before or after it: summing up costs the visitor no time.
        var due = Summarizer.Due(prompt);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(turn.Cancellation);
        var summarizing = due.Count == 0 ? null : summarizer.SummarizeAsync(summary, due, abandon.Token);
        try
        {
            await StreamAsync(turn, prompt, reply, new CitationWriter(snapshot));
            reply.Summary = summarizing is null ? null : await summarizing;
        }
        finally
        {
            await abandon.CancelAsync();
            await (summarizing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StreamAsync(RunningTurn turn, Prompt prompt, TurnReply reply, CitationWriter writer)
    {
        var settings = new ChatOptions { MaxOutputTokens = options.Value.MaxOutputTokens };
        reply.Begin(writer, model.Name);
        await foreach (var update in model.WithFallback.GetStreamingResponseAsync(prompt.Messages, settings, turn.Cancellation))
        {
            if (reply.Add(update))
            {
                metrics.FirstDelta(time.GetUtcNow() - reply.StartedAt);
            }
        }

        reply.End();
        estimator.Learn(model.Name, prompt.RawTokens, reply.PromptTokens);
    }

    // Without a token: what was said is stored, whoever has gone by now.
    private async Task StoreAsync(RunningTurn turn, TurnInput input, TurnReply reply, TurnEvent last)
    {
        if (await conversations.AddTurnAsync(input.Conversation, reply.ToFinishedTurn(last, time.GetUtcNow()), CancellationToken.None))
        {
            turn.Stream.Write(last);
            return;
        }

        // The same message was answered elsewhere in the meantime: that answer is the one that counts.
        var stored = TurnLog.Decode((await conversations.GetTurnEventsAsync(turn.Id, CancellationToken.None))!);
        turn.Stream.Write(last with { Type = stored[^1].Type, Data = stored[^1].Data });
    }

    private async Task EndCancelledAsync(RunningTurn turn, TurnInput input, TurnReply reply)
    {
        var last = reply.Fail(Problems.TurnCancelled);
        try
        {
            await StoreAsync(turn, input, reply, last);
        }
        catch (Exception error)
        {
            LogFailed(logger, turn.Id.ToString(), error);
            turn.Stream.Write(last);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Turn {TurnId} failed")]
    private static partial void LogFailed(ILogger logger, string turnId, Exception error);
}
