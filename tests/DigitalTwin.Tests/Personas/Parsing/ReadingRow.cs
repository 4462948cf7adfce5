using DigitalTwin.Personas;

namespace DigitalTwin.Tests.Personas.Parsing;

/// <summary>A file, and what is read of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Facts">Its facts as <c>title: text</c>, with <c> | </c> between them and <c>/</c> for the end of a line.</param>
/// <param name="Findings">What readiness and the check say, as <c>leftOut 3, private 5</c>.</param>
internal sealed record ReadingRow(string File, string Facts, string Findings = "")
{
    /// <summary>For what does not matter.</summary>
    public const string Any = "*";

    /// <summary>The name, where it matters.</summary>
    public string? Name { get; init; }

    /// <summary>The headline, where it matters.</summary>
    public string? Headline { get; init; }

    /// <summary>The links as <c>title=address</c>, where they matter.</summary>
    public string? Links { get; init; }

    /// <summary>The suggested questions, where they matter.</summary>
    public string? Suggested { get; init; }

    /// <summary>What is said instead, with its line, where the file is refused: <c>3 the reason</c>.</summary>
    public string? Refused { get; init; }

    public static string Write(IEnumerable<Fact> facts)
        => string.Join(" | ", facts.Select(fact => $"{fact.Title}: {fact.Text.Replace('\n', '/')}"));

    public static string Write(IEnumerable<PersonaFinding> findings)
        => string.Join(", ", findings.Select(
            finding => $"{char.ToLowerInvariant($"{finding.Kind}"[0])}{$"{finding.Kind}"[1..]} {finding.Line}"));
}
