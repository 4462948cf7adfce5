namespace DigitalTwin.Usage;

/// <summary>What models were used for, grouped as asked for; amounts in the currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="From">The first day.</param>
/// <param name="Spent">What this month has cost.</param>
/// <param name="Reserved">What processes keep for calls to come; what a crash lost stays in it until the month is over.</param>
/// <param name="Cap">The limits in effect.</param>
/// <param name="Pace">What the month will have cost, at the pace of its days so far.</param>
/// <param name="Rows">What was used.</param>
public sealed record UsageView(
    string Currency,
    DateOnly From,
    decimal Spent,
    decimal Reserved,
    OwnerLimits Cap,
    decimal Pace,
    IReadOnlyList<UsageGroup> Rows);

/// <summary>What was used of a day, a model or an origin, as grouped.</summary>
public sealed record UsageGroup
{
    /// <summary>The day (UTC), where grouped by it.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The model, where grouped by it.</summary>
    public string? Model { get; init; }

    /// <summary>A page's host name or a program's key, where grouped by it; empty where it is not known.</summary>
    public string? Origin { get; init; }

    /// <summary>Turns that began with a paid call.</summary>
    public long Turns { get; init; }

    /// <summary>Paid calls.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens of prompts.</summary>
    public long Input { get; init; }

    /// <summary>Those that came from a cache.</summary>
    public long Cached { get; init; }

    /// <summary>Those that were written to a cache.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Tokens of answers.</summary>
    public long Output { get; init; }

    /// <summary>Those that were thoughts.</summary>
    public long Reasoning { get; init; }

    /// <summary>Seconds of sound.</summary>
    public long AudioSeconds { get; init; }

    /// <summary>Pictures.</summary>
    public long Pictures { get; init; }

    /// <summary>What it cost, in the currency.</summary>
    public decimal Cost { get; init; }
}
