using DigitalTwin.Conversations;
using DigitalTwin.Guards;
using DigitalTwin.Media;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using DigitalTwin.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Turns.Steps;

/// <summary>A model call of a turn.</summary>
/// <param name="Conversation">The conversation as it was before the turn.</param>
/// <param name="Think">The step.</param>
/// <param name="IsWatched">Whether a client watches the reply being written; else the model is asked for it in one piece.</param>
internal sealed record ModelStep(Conversation Conversation, ThinkStep Think, bool IsWatched);

/// <summary>Calls the model for one step of a turn.</summary>
internal sealed class ModelStepRunner(
    PersonaProvider personas,
    PromptBuilder prompts,
    TokenEstimator estimator,
    Summarizer summarizer,
    IModel model,
    ToolRegistry tools,
    CallReader calls,
    PictureStore pictures,
    INextQuestions next,
    IOptions<ModelOptions> options,
    TimeProvider time)
{
    /// <summary>Most characters of a reply; an endpoint that knows no end is cut off there.</summary>
    public const int LongestReply = 100_000;

    /// <param name="journal">The turn so far.</param>
    /// <param name="call">The call.</param>
    /// <param name="tell">Gets each piece of the reply as it comes.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public async Task<ThinkOutcome> RunAsync(
        TurnJournal journal, ModelStep call, Action<ReplyPiece> tell, CancellationToken cancellationToken)
    {
        var (conversation, step) = (call.Conversation, call.Think);
        var started = time.GetTimestamp();
        var start = journal.Header.Start;
        var snapshot = await personas.GetAsync(cancellationToken);
        var history = new StepHistory(journal.Entries);
        var offered = step.MayUseTools ? await tools.OfferAsync(start.Audience, cancellationToken) : null;
        var spender = new Spender(start.Id.SessionId, start.Origin, (conversation.Header?.Cost ?? 0) + history.Cost)
        {
            BeginsTurn = step.Number == 1,
        };
        var summary = conversation.Header?.Summary ?? "";
        var recent = conversation.UnsummarizedBeside(start.MessageId);
        var prompt = prompts.Build(snapshot, new PromptInput(start.Message, summary, recent, start.Locale)
        {
            Steps = history.Steps,
            Pictures = start.Pictures > 0 ? await pictures.LoadAsync(start.Id, cancellationToken) : [],
            Tools = offered?.Text ?? "",
        });

        // Beside the reply, not before or after it: summing up costs the visitor no time. A program keeps its conversations itself.
        var due = step.Number == 1 && start.Audience != ToolAudience.Agent ? Summarizer.Due(prompt) : [];
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var summarizing = due.Count == 0 ? null : summarizer.SummarizeAsync(summary, due, spender, abandon.Token);
        try
        {
            var guard = new ReplyGuard(snapshot);
            guard.Remember(history.Shown);
            var sources = new CitedSources(snapshot, history.Passages);
            var writer = new CitationWriter(sources, start.Message, history.Citations, history.HasText);
            var reply = new ModelReply(writer, guard, model.Name, tell);
            var asked = spender.Put(OptionsFor(offered, call.IsWatched, snapshot));
            var timedOut = await StreamAsync(prompt, asked, reply, step.SecondsLeft, cancellationToken);
            if (reply.PromptTokens > 0)
            {
                estimator.Learn(model.Name, prompt.RawTokens, reply.PromptTokens);
            }

            var summed = summarizing is null || timedOut ? null : await summarizing;
            var read = calls.Read(reply.Calls, start.Audience, history.TaintOf(start.Audience)).Select(guard.Check);
            return reply.ToOutcome([.. read], summed) with
            {
                Suggestions = reply.Calls.Count == 0 && (reply.IsRefusal || history.Calls.Any(IsRefusal))
                    ? next.After(snapshot, start.Message, start.Locale, NamesOf(offered))
                    : null,
                TimedOut = timedOut,
                Cost = spender.Spent,
                Seconds = time.GetElapsedTime(started).TotalSeconds,
            };
        }
        finally
        {
            await abandon.CancelAsync();
            await (summarizing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A model tells that it does not answer by what it calls.
    private bool IsRefusal(ToolCall call) => tools.Find(call.Name, ToolAudience.Owner)?.MeansRefusal == true;

    private static HashSet<string> NamesOf(ToolOffer? offered)
        => (offered?.Functions ?? []).Select(function => function.Name).ToHashSet(StringComparer.Ordinal);

    private ChatOptions OptionsFor(ToolOffer? offered, bool isWatched, PersonaSnapshot snapshot)
    {
        var settings = new ChatOptions
        {
            // Not a conversation at the endpoint, which keeps none: what begins alike is sent to where its beginning is known.
            ConversationId = $"twin-{snapshot.ETag?.Trim('"') ?? "built-in"}",
            MaxOutputTokens = options.Value.MaxOutputTokens,
            Tools = offered is { Functions.Count: > 0 } ? [.. offered.Functions] : null,
        };
        if (!isWatched)
        {
            WholeReply.Ask(settings);
        }

        return settings;
    }

    /// <returns>Whether the turn's time ran out.</returns>
    private async Task<bool> StreamAsync(
        Prompt prompt, ChatOptions settings, ModelReply reply, double secondsLeft, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(0.001, secondsLeft)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await foreach (var update in model.WithFallback.GetStreamingResponseAsync(prompt.Messages, settings, either.Token))
            {
                reply.Add(update);
                if (reply.IsStopped)
                {
                    break;
                }

                if (reply.Length > LongestReply)
                {
                    reply.Cut();
                    return false;
                }
            }

            reply.End();
            return false;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            reply.End();
            return true;
        }
    }
}
