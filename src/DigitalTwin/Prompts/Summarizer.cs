using System.Text;
using DigitalTwin.Conversations;
using DigitalTwin.Models;
using DigitalTwin.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Prompts;

/// <summary>A new summary and what it cost.</summary>
internal sealed record SummaryResult(ConversationSummary Summary, UsageDetails? Usage);

/// <summary>
/// Sums up the older part of a conversation before it no longer fits: with the model, while the reply is being
/// written, or without one by listing what the visitor asked.
/// </summary>
internal sealed partial class Summarizer(IModel model, ModelHealth health, TokenEstimator estimator, ILogger<Summarizer> logger)
{
    // At three quarters there is room for the turns it takes until the next time.
    private const double FullWindow = 0.75;

    private const int ManyMessages = ConversationStore.RecentMessages * 3 / 4;
    private const int LongestSummary = 2_000;
    private const int LongestLine = 160;
    private const int MaxOutputTokens = 400;
    private const double LongestInput = 6_000;

    /// <summary>The messages that a new summary should cover now, oldest first; none while there is room.</summary>
    public static IReadOnlyList<StoredMessage> Due(Prompt prompt)
    {
        var count = prompt.Recent.Count + prompt.Dropped.Count;
        return prompt.Dropped.Count == 0 && prompt.WindowFill < FullWindow && count < ManyMessages
            ? []
            : [.. prompt.Dropped, .. prompt.Recent.Take((prompt.Recent.Count + 1) / 2)];
    }

    public async Task<SummaryResult> SummarizeAsync(
        string earlier, IReadOnlyList<StoredMessage> messages, Spender spender, CancellationToken cancellationToken)
    {
        if (model.IsOffline)
        {
            return Extract(earlier, messages);
        }

        try
        {
            var summary = await AskModelAsync(earlier, messages, spender, cancellationToken);
            health.IsNews("summary", null);
            return summary;
        }
        catch (ModelException error)
        {
            if (health.IsNews("summary", error.Failure))
            {
                LogFailed(logger, error.Failure, error.Message);
            }

            return Extract(earlier, messages);
        }
    }

    private async Task<SummaryResult> AskModelAsync(
        string earlier, IReadOnlyList<StoredMessage> messages, Spender spender, CancellationToken cancellationToken)
    {
        var budget = new TokenBudget(LongestInput, estimator.FactorOf(model.Name));
        var text = new StringBuilder("Earlier memory:\n").Append(earlier.Length > 0 ? earlier : "(none)").Append("\n\nMessages:\n");
        foreach (var message in messages)
        {
            text.Append(message.IsFromVisitor ? "Visitor: " : "Twin: ").Append(message.Text).Append('\n');
        }

        var response = await model.Client.GetResponseAsync(
            [
                new(ChatRole.System, PromptTemplate.Summary.Fill(new Dictionary<string, string>())),
                new(ChatRole.User, VisitorText.Wrap(budget.SpendUpTo(text.ToString()))),
            ],
            spender.Put(new ChatOptions { MaxOutputTokens = MaxOutputTokens }),
            cancellationToken);
        var summary = response.Text.Trim();
        return summary.Length == 0
            ? Extract(earlier, messages)
            : new SummaryResult(new ConversationSummary(Shorten(summary, LongestSummary), messages[^1].Number), response.Usage);
    }

    private static SummaryResult Extract(string earlier, IReadOnlyList<StoredMessage> messages)
    {
        var asked = messages.Where(message => message.IsFromVisitor)
            .Select(message => $"- The visitor said: {Shorten(message.Text.ReplaceLineEndings(" "), LongestLine)}");
        var lines = earlier.Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(asked).ToList();
        while (lines.Count > 1 && lines.Sum(line => line.Length + 1) > LongestSummary)
        {
            lines.RemoveAt(0);
        }

        return new SummaryResult(new ConversationSummary(string.Join('\n', lines), messages[^1].Number), null);
    }

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning,
        Message = "The model cannot sum up conversations ({Failure}): {Reason}; the visitors' questions are listed instead")]
    private static partial void LogFailed(ILogger logger, ModelFailure failure, string reason);
}
