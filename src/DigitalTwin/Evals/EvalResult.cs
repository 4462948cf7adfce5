namespace DigitalTwin.Evals;

/// <summary>A rule of a case, and whether a reply keeps it.</summary>
/// <param name="Name">The rule: <c>must</c>, <c>mustNot</c>, <c>cites</c> or <c>refuses</c>.</param>
/// <param name="Passed">Whether it is kept.</param>
/// <param name="Reason">Why not; <see langword="null"/> where it is.</param>
public sealed record EvalCheck(string Name, bool Passed, string? Reason);

/// <summary>What came of a case.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="Passed">Whether every rule is kept.</param>
/// <param name="Checks">The rules.</param>
/// <param name="Reply">The reply, in Markdown.</param>
/// <param name="Cites">The ids of the facts that it cites.</param>
/// <param name="Refuses">Whether it says that it does not know.</param>
/// <param name="Error">Why there is no reply: the model failed; else <see langword="null"/>.</param>
public sealed record EvalResult(
    string CaseId,
    string Model,
    bool Passed,
    IReadOnlyList<EvalCheck> Checks,
    string Reply,
    IReadOnlyList<string> Cites,
    bool Refuses,
    string? Error);

/// <summary>A run of all cases, as it is kept.</summary>
internal sealed record EvalRun
{
    /// <summary>Its id; the newest sorts first.</summary>
    public required string Id { get; init; }

    /// <summary>Which persona is tested: <c>draft</c>, <c>published</c>, <c>file</c> or a version.</summary>
    public required string Persona { get; init; }

    /// <summary>What it is compared with, or <see langword="null"/>.</summary>
    public string? Against { get; init; }

    /// <summary>The tested file, by its hash.</summary>
    public required string Hash { get; init; }

    /// <summary>The file it is compared with, by its hash.</summary>
    public string? AgainstHash { get; init; }

    /// <summary>Whether the offline model answers as well as the configured one, or alone.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The cases as they were when it began.</summary>
    public required IReadOnlyList<EvalCase> Cases { get; init; }

    /// <summary>When it began. What was found before counts, too, unless it is to be found anew.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether everything is to be found anew.</summary>
    public bool IsFresh { get; init; }

    /// <summary>When somebody last worked on it.</summary>
    public DateTimeOffset TouchedAt { get; init; }

    /// <summary>When it was over, or <see langword="null"/>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether it ended before all was found.</summary>
    public bool HasFailed { get; init; }

    /// <summary>The files that are asked, each with whether it is the tested one.</summary>
    public IEnumerable<(string Hash, bool IsTested)> Files
        => AgainstHash is { } against && against != Hash ? [(Hash, true), (against, false)] : [(Hash, true)];
}

/// <summary>A case of a run.</summary>
/// <param name="Case">The case.</param>
/// <param name="Model">The model that answered: <c>default</c> or <c>offline</c>.</param>
/// <param name="Result">What came of it; <see langword="null"/> as long as it is not known.</param>
/// <param name="Against">What came of it with the persona that is compared with.</param>
/// <param name="Change"><c>regressed</c>, <c>fixed</c>, <c>same</c>, or <see langword="null"/> where nothing is compared.</param>
public sealed record EvalRow(EvalCase Case, string Model, EvalResult? Result, EvalResult? Against, string? Change);

/// <summary>A run and what it found so far.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Persona">Which persona is tested.</param>
/// <param name="Against">What it is compared with, or <see langword="null"/>.</param>
/// <param name="Status"><c>running</c>, <c>completed</c> or <c>failed</c>: not all was found.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it was over, or <see langword="null"/>.</param>
/// <param name="Total">How many answers are asked for with the tested persona.</param>
/// <param name="Done">How many of them are there.</param>
/// <param name="Passed">How many are right.</param>
/// <param name="Regressions">The cases that are right with the other persona and wrong with this one.</param>
public sealed record EvalRunView(
    string Id,
    string Persona,
    string? Against,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    int Total,
    int Done,
    int Passed,
    IReadOnlyList<string> Regressions)
{
    /// <summary>Each case, where one run is asked for.</summary>
    public IReadOnlyList<EvalRow>? Rows { get; init; }

    internal const string Running = "running";

    private const string Regressed = "regressed";

    internal static EvalRunView Of(EvalRun run, IReadOnlyList<EvalRow> rows) => new(
        run.Id, run.Persona, run.Against, StatusOf(run), run.StartedAt, run.FinishedAt,
        rows.Count, rows.Count(row => row.Result is not null), rows.Count(row => row.Result?.Passed == true),
        [.. rows.Where(row => row.Change == Regressed).Select(row => row.Case.Id).Distinct(StringComparer.Ordinal)])
    {
        Rows = rows,
    };

    private static string StatusOf(EvalRun run) => run.FinishedAt is null ? Running : run.HasFailed ? "failed" : "completed";

    internal static string? ChangeOf(EvalResult? result, EvalResult? against)
        => (result, against) is not ({ } one, { } other) ? null
            : one.Passed == other.Passed ? "same"
            : one.Passed ? "fixed" : Regressed;
}

/// <summary>The latest runs, newest first.</summary>
/// <param name="Runs">The runs, without their cases.</param>
public sealed record EvalRunList(IReadOnlyList<EvalRunView> Runs);
