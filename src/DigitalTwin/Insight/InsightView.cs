namespace DigitalTwin.Insight;

/// <summary>What went on in a range of days, by the conversations that were last used in it.</summary>
public sealed record InsightView
{
    /// <summary>The first day (UTC).</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day (UTC).</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Whether there are more conversations in it than are counted: at most 5,000, the newest.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>Each day of the range, also those on which nobody came.</summary>
    public required IReadOnlyList<InsightDay> Days { get; init; }

    /// <summary>Visitors' languages, the most frequent first; empty where a page says none.</summary>
    public required IReadOnlyList<InsightCount> Languages { get; init; }

    /// <summary>Where conversations were begun: host names of pages, names of programs.</summary>
    public required IReadOnlyList<InsightCount> Origins { get; init; }

    /// <summary>What the newest 200 conversations began with, by the heading of the persona that is nearest; empty: none is near.</summary>
    public required IReadOnlyList<InsightCount> Topics { get; init; }

    /// <summary>Replies that visitors liked, of the newest 1,000 ratings.</summary>
    public required int Up { get; init; }

    /// <summary>Replies that they did not like, of the same.</summary>
    public required int Down { get; init; }
}

/// <summary>One day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Visitors">Conversations.</param>
/// <param name="Questions">Turns in them.</param>
/// <param name="Unanswered">Conversations in which the twin said that it does not know.</param>
public sealed record InsightDay(DateOnly Day, int Visitors, long Questions, int Unanswered);

/// <summary>How often something was there.</summary>
/// <param name="Name">What.</param>
/// <param name="Count">In how many conversations.</param>
public sealed record InsightCount(string Name, int Count);
