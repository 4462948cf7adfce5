using DigitalTwin.Conversations;
using DigitalTwin.Personas;

namespace DigitalTwin.Tools;

/// <summary>A tool call of the model, with what a workflow needs to know of the tool.</summary>
/// <param name="Id">The model's own id for the call.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">A JSON object.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments)
{
    /// <summary>Why it is not run, in words for the model; <see langword="null"/> where it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>A question to the visitor, which the workflow asks itself.</summary>
    public Clarification? Clarification { get; init; }

    /// <summary>Fields that the endpoint put beside the call and wants back with it, as a JSON object; or <see langword="null"/>.</summary>
    public string? Extra { get; init; }

    /// <summary>Who must agree first.</summary>
    public ToolApproval Approval { get; init; }

    /// <summary>How often it is run at most.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Seconds before the second attempt; each further one waits twice as long.</summary>
    public double RetrySeconds { get; init; }
}

/// <summary>A question to the visitor.</summary>
/// <param name="Question">In the visitor's language.</param>
/// <param name="Options">Answers to choose from; others are welcome too.</param>
internal sealed record Clarification(string Question, IReadOnlyList<string> Options)
{
    /// <summary>The labels of a form, where several things are asked for at once; else empty.</summary>
    public IReadOnlyList<string>? Fields { get; init; }
}

/// <summary>What one attempt of a tool call brought.</summary>
internal sealed record ToolOutcome
{
    /// <summary>What the model is told.</summary>
    public required string Result { get; init; }

    /// <summary>Whether the tool did not do what it was asked to.</summary>
    public bool Failed { get; init; }

    /// <summary>It failed in a way that leaves another try open.</summary>
    public bool MayRetry { get; init; }

    /// <summary>Whether the result is the owner's own words rather than a stranger's.</summary>
    public bool Trusted { get; init; }

    /// <summary>What the result carries of strangers, for all that the turn does after it.</summary>
    public Taint Taint { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>A turn that the tool began, for the visitor to follow.</summary>
    public string? FollowUpTurn { get; init; }

    /// <summary>By when the person promises to reply in it.</summary>
    public DateTimeOffset? ReplyBy { get; init; }

    /// <summary>What is shown to the visitor beside the reply.</summary>
    public IReadOnlyList<OfferingCard>? Offerings { get; init; }

    /// <summary>What the result shows that the reply may cite, beside the persona's facts.</summary>
    public IReadOnlyList<Fact>? Passages { get; init; }
}
