using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Access;

/// <summary>Settings under <c>Access</c>.</summary>
public sealed class AccessOptions : IValidatableObject
{
    /// <summary>
    /// The websites that may use the twin, as origins (<c>https://me.example</c>), as a list or separated by commas.
    /// If empty, only pages of the twin's own host and of this machine may use it.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Origins.Where(origin => !IsOrigin(origin))
            .Select(origin => new ValidationResult(
                $"Access:Origins has '{origin}', which is not a valid origin such as https://me.example (scheme and host, no path)."));

    private static bool IsOrigin(string origin)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", UserInfo: "" }
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase);
}
