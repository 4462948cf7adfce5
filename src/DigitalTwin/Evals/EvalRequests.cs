namespace DigitalTwin.Evals;

/// <summary>A run that is to begin.</summary>
public sealed record EvalRunRequest
{
    /// <summary>The persona to test: <c>published</c> unless given, <c>draft</c>, or a version.</summary>
    public string? Persona { get; init; }

    /// <summary>What to compare it with, or <see langword="null"/>.</summary>
    public string? Against { get; init; }

    /// <summary>Of <c>default</c> (the configured model; it alone unless given) and <c>offline</c>.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Whether what was found before is to be found anew.</summary>
    public bool? Fresh { get; init; }
}
