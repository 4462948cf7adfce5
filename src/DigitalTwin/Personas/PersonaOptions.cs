using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Personas;

/// <summary>Settings under <c>Persona</c>.</summary>
public sealed class PersonaOptions : IValidatableObject
{
    /// <summary>A file to use instead of the stored persona, or <see langword="null"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Seconds a persona is used before its source is asked whether it changed: 0 to 86,400.</summary>
    [Range(0, 86_400)]
    public int CacheSeconds { get; set; } = 60;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Path is { Length: > 0 } && !File.Exists(Path))
        {
            yield return new ValidationResult($"Persona:Path: there is no file {System.IO.Path.GetFullPath(Path)}.");
        }
    }
}
