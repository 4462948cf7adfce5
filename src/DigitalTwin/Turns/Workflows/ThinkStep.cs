using System.Text.Json.Serialization;
using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>A model call.</summary>
/// <param name="Number">Its place among the turn's model calls, from 1.</param>
/// <param name="MayUseTools">Whether tools are offered.</param>
/// <param name="SecondsLeft">How long it may take.</param>
internal sealed record ThinkStep(int Number, bool MayUseTools, [property: JsonIgnore] double SecondsLeft);

/// <summary>What a model call brought.</summary>
internal sealed record ThinkOutcome
{
    /// <summary>What the visitor sees of it, piece by piece.</summary>
    public IReadOnlyList<ReplyPiece> Pieces { get; init; } = [];

    /// <summary>What the model wrote, with its citation markers.</summary>
    public string Text { get; init; } = "";

    /// <summary>The tools it calls, in order; none: it is done.</summary>
    public IReadOnlyList<ToolCall> Calls { get; init; } = [];

    public string Model { get; init; } = "";

    /// <summary>Whether the offline model stood in.</summary>
    public bool Degraded { get; init; }

    /// <summary>What it thought before its calls, sealed by its endpoint, to be given back with their results; as JSON.</summary>
    public IReadOnlyList<string>? Thoughts { get; init; }

    /// <summary>Why what it wrote ends before its end.</summary>
    public CutOffReason? CutOff { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>What it has cost, in millionths of the budget's currency.</summary>
    public long Cost { get; init; }

    /// <summary>Questions that the persona answers, where it does not answer the visitor's.</summary>
    public IReadOnlyList<string>? Suggestions { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>It was cut short because the turn's time was up.</summary>
    public bool TimedOut { get; init; }

    /// <summary>A summary made beside it.</summary>
    public ConversationSummary? Summary { get; init; }
}
