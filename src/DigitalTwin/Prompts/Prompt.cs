using DigitalTwin.Conversations;
using DigitalTwin.Media;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Prompts;

/// <summary>What goes to the model for one turn.</summary>
/// <param name="Messages">Instructions, then the recent messages in order, then the visitor's.</param>
/// <param name="RawTokens">Its size before calibration, to learn from.</param>
/// <param name="Recent">The stored messages it holds, oldest first.</param>
/// <param name="Dropped">The stored messages that neither fit nor are in the summary, oldest first.</param>
/// <param name="WindowFill">How much of the room for recent messages they take: 0 to 1.</param>
internal sealed record Prompt(
    IReadOnlyList<ChatMessage> Messages,
    double RawTokens,
    IReadOnlyList<StoredMessage> Recent,
    IReadOnlyList<StoredMessage> Dropped,
    double WindowFill);

/// <summary>What a prompt is made from, besides the persona.</summary>
/// <param name="Message">What the visitor says now.</param>
/// <param name="Summary">What is remembered of messages before <paramref name="Recent"/>.</param>
/// <param name="Recent">The latest messages that the summary does not cover, oldest first.</param>
/// <param name="Locale">The visitor's language as a BCP 47 tag, or <see langword="null"/>.</param>
internal sealed record PromptInput(string Message, string Summary, IReadOnlyList<StoredMessage> Recent, string? Locale)
{
    /// <summary>What the turn did so far.</summary>
    public IReadOnlyList<PromptStep> Steps { get; init; } = [];

    /// <summary>What the visitor shows with the message.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>The tools that are offered, as far as they cost tokens.</summary>
    public string Tools { get; init; } = "";
}

/// <summary>A model call of this turn that called tools, and what they brought.</summary>
/// <param name="Assistant">What the model said and called.</param>
/// <param name="Results">One for each call.</param>
internal sealed record PromptStep(ChatMessage Assistant, IReadOnlyList<StepResult> Results);

/// <summary>What a call brought: a text that may be cut where tokens are short, and what must stand around it.</summary>
internal sealed record StepResult(string CallId, string Before, string Text, string After);
