using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tools;

/// <summary>Whose turns a tool is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolAudience>))]
public enum ToolAudience
{
    /// <summary>Anybody on the website.</summary>
    Visitor,

    /// <summary>The owner alone; to a visitor's turn the tool does not exist.</summary>
    Owner,

    /// <summary>Another program, which asks once and comes back for nothing: of a visitor's tools it has those that need nobody who stays.</summary>
    Agent,
}

/// <summary>What a tool does to the world.</summary>
public enum ToolEffect
{
    /// <summary>It only looks.</summary>
    Read,

    /// <summary>It changes something.</summary>
    Write,
}

/// <summary>Who must agree before a tool runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolApproval>))]
public enum ToolApproval
{
    /// <summary>Nobody.</summary>
    Never,

    /// <summary>The visitor: it passes on something of theirs. They are asked with the arguments before them.</summary>
    Visitor,

    /// <summary>The owner, each time.</summary>
    Always,
}

/// <summary>A tool of the twin: a function and what has to be known of it before a model may call it.</summary>
/// <remarks>
/// What a tool returns is data to the model, never an instruction. Arguments come from the model, and so perhaps from a
/// visitor: they fit the function's schema, and nothing more is known of them.
/// </remarks>
public sealed record TwinTool
{
    /// <summary>The function, with name, description and schema.</summary>
    public required AIFunction Function { get; init; }

    /// <summary>Whose turns it is for.</summary>
    public required ToolAudience Audience { get; init; }

    /// <summary>What it does to the world.</summary>
    public required ToolEffect Effect { get; init; }

    /// <summary>Who must agree before it runs.</summary>
    public ToolApproval Approval { get; init; }

    /// <summary>
    /// Whether running it again with the same <see cref="ToolContext.Key"/> changes nothing more. If not, a call that a
    /// crash or a time limit cut off is not repeated: the model is told that its outcome is unknown.
    /// </summary>
    public bool Idempotent { get; init; }

    /// <summary>How long one run may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is run at most when it fails, 1 to 5.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The time before the second attempt; each further one waits twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether what it returns is the owner's own words. Everything else is marked as anybody's.</summary>
    public bool TrustedOutput { get; init; }

    /// <summary>Whether it needs somebody who stays to see what comes of it.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether it gives the turn nothing to run: the workflow itself asks the visitor.</summary>
    internal bool IsClarification { get; init; }
}
