using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Turns;

/// <summary>Settings under <c>Limits</c>: how far a turn may go. A turn keeps the limits it began with.</summary>
public sealed class LimitsOptions
{
    /// <summary>Most model calls of a turn, 1 to 50; the last one is offered no tools, so that it answers.</summary>
    [Range(1, 50)]
    public int ModelSteps { get; set; } = 8;

    /// <summary>Most tool calls of a turn: 0 to 200.</summary>
    [Range(0, 200)]
    public int ToolCalls { get; set; } = 16;

    /// <summary>Seconds a turn may be at work, waiting for people not counted: 1 to 3,600.</summary>
    [Range(1, 3_600)]
    public int ActiveSeconds { get; set; } = 120;

    /// <summary>Hours a visitor has to answer a question: up to 720, fractions included.</summary>
    [Range(0.0001, 720)]
    public double ClarificationHours { get; set; } = 24;

    /// <summary>Hours the owner has to approve or refuse: up to 720, fractions included.</summary>
    [Range(0.0001, 720)]
    public double ApprovalHours { get; set; } = 72;

    /// <summary>Hours the owner has to reply to a visitor who asked for them: up to 720, fractions included.</summary>
    [Range(0.0001, 720)]
    public double HandOverHours { get; set; } = 168;

    /// <summary>Seconds after which another process may take over a turn whose process went silent: 1 to 600.</summary>
    [Range(1, 600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>
    /// Seconds after which a stream of events ends with a <c>reconnect</c>, from 5 to 86,400: less than the longest
    /// request that what is in front of the twin lets through.
    /// </summary>
    [Range(5, 86_400)]
    public int StreamSeconds { get; set; } = 86_400;

    internal TurnLimits Snapshot() => new(ModelSteps, ToolCalls, ActiveSeconds, ClarificationHours, ApprovalHours, HandOverHours);
}

/// <summary>The limits a turn began with.</summary>
internal sealed record TurnLimits(
    int ModelSteps, int ToolCalls, double ActiveSeconds, double ClarificationHours, double ApprovalHours, double HandOverHours);
