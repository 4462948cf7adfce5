using System.Text.Json.Serialization;

namespace DigitalTwin.Personas;

/// <summary>What became of a place of a persona file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PersonaFindingKind>))]
public enum PersonaFindingKind
{
    /// <summary>It is not a part of the persona, though its owner may think so.</summary>
    [JsonStringEnumMemberName("leftOut")]
    LeftOut,

    /// <summary>It is read, but perhaps not as it is meant.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It is marked as private or hidden, and is not read.</summary>
    [JsonStringEnumMemberName("private")]
    Private,
}

/// <summary>A place of a persona file that its owner may want to know of.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Text">What is there, in words for the owner; none of the file's own words.</param>
public sealed record PersonaFinding(PersonaFindingKind Kind, int Line, string Text);

/// <summary>A persona file as it is read.</summary>
/// <param name="Persona">What the twin knows.</param>
/// <param name="Findings">What is not read, or perhaps not as it is meant, by line.</param>
public sealed record PersonaReading(Persona Persona, IReadOnlyList<PersonaFinding> Findings);
