using DigitalTwin.Conversations;
using DigitalTwin.Media;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Prompts;

/// <summary>The input of a model call.</summary>
/// <param name="Messages">Instructions, then the recent messages in order, then the visitor's message.</param>
/// <param name="RawTokens">Its estimated size before calibration, for the estimator to learn from.</param>
/// <param name="Recent">The stored messages that it contains, oldest first.</param>
/// <param name="Dropped">The stored messages that neither fit nor are in the summary, oldest first.</param>
/// <param name="WindowFill">How much of the room for recent messages is used: 0 to 1.</param>
internal sealed record Prompt(
    IReadOnlyList<ChatMessage> Messages,
    double RawTokens,
    IReadOnlyList<StoredMessage> Recent,
    IReadOnlyList<StoredMessage> Dropped,
    double WindowFill);

/// <summary>What a prompt is made from, besides the persona.</summary>
/// <param name="Message">The visitor's message.</param>
/// <param name="Summary">The summary of the messages before <paramref name="Recent"/>.</param>
/// <param name="Recent">The latest messages that the summary does not cover, oldest first.</param>
/// <param name="Locale">The visitor's language as a BCP 47 tag, or <see langword="null"/>.</param>
internal sealed record PromptInput(string Message, string Summary, IReadOnlyList<StoredMessage> Recent, string? Locale)
{
    /// <summary>The steps of the turn so far.</summary>
    public IReadOnlyList<PromptStep> Steps { get; init; } = [];

    /// <summary>The pictures attached to the message.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>The tools that are offered, as text, for their cost in tokens.</summary>
    public string Tools { get; init; } = "";
}

/// <summary>A model call of this turn that called tools, with their results.</summary>
/// <param name="Assistant">The model's message with its calls.</param>
/// <param name="Results">One result for each call.</param>
internal sealed record PromptStep(ChatMessage Assistant, IReadOnlyList<StepResult> Results);

/// <summary>The result of a call: a text that may be cut where tokens are short, and what must be around it.</summary>
internal sealed record StepResult(string CallId, string Before, string Text, string After);
