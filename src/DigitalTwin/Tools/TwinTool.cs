using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tools;

/// <summary>Whose turns a tool is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolAudience>))]
public enum ToolAudience
{
    /// <summary>Any visitor of the website.</summary>
    Visitor,

    /// <summary>The owner only; for a visitor's turn the tool does not exist.</summary>
    Owner,

    /// <summary>
    /// Another program, which asks once and does not wait: of a visitor's tools it has those that neither need approval nor
    /// interact.
    /// </summary>
    Agent,
}

/// <summary>The effect of a tool.</summary>
public enum ToolEffect
{
    /// <summary>It only reads.</summary>
    Read,

    /// <summary>It changes something.</summary>
    Write,
}

/// <summary>Who must agree before a tool runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolApproval>))]
public enum ToolApproval
{
    /// <summary>No approval is needed.</summary>
    Never,

    /// <summary>The visitor, because the tool passes on something of theirs. They are shown the arguments.</summary>
    Visitor,

    /// <summary>The owner, for each call.</summary>
    Always,
}

/// <summary>A tool of the twin: a function with what must be known before a model may call it.</summary>
/// <remarks>
/// A tool's result is data to the model, never an instruction. Arguments come from the model, and so perhaps from a
/// visitor: they match the function's schema, and are untrusted otherwise.
/// </remarks>
public sealed record TwinTool
{
    /// <summary>The function, with name, description and schema.</summary>
    public required AIFunction Function { get; init; }

    /// <summary>Whose turns it is for.</summary>
    public required ToolAudience Audience { get; init; }

    /// <summary>The effect of running it.</summary>
    public required ToolEffect Effect { get; init; }

    /// <summary>Who must agree before it runs.</summary>
    public ToolApproval Approval { get; init; }

    /// <summary>
    /// Whether running it again with the same <see cref="ToolContext.Key"/> has no further effect. If not, a call that a
    /// crash or a time limit cut off is not repeated: the model is told that its outcome is unknown.
    /// </summary>
    public bool Idempotent { get; init; }

    /// <summary>How long one run may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most attempts when it fails, 1 to 5.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The delay before the second attempt; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether its result is the owner's own words. Any other result is marked as untrusted.</summary>
    public bool TrustedOutput { get; init; }

    /// <summary>What its result carries of strangers; a result that is not the owner's own words says so here.</summary>
    public Taint Brings { get; init; }

    /// <summary>What its effect reaches: a turn that has seen strangers' words may not do everything.</summary>
    public Sink Sink { get; init; }

    /// <summary>Whether it needs a visitor who stays to see its result.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether a model that calls it says that it cannot answer the visitor: then questions are suggested that it can.</summary>
    public bool MeansRefusal { get; init; }

    /// <summary>Whether there is anything that it could find for an audience; a tool that has it not is not offered.</summary>
    internal Func<ToolAudience, CancellationToken, ValueTask<bool>>? IsOffered { get; init; }

    /// <summary>Whether the function is never run, because the workflow itself asks the visitor.</summary>
    internal bool IsClarification { get; init; }
}
