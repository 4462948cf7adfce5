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

    /// <summary>
    /// The host names under which the twin is served (<c>twin.me.example</c>), as a list or separated by commas; beside the names of this
    /// machine, and, on Azure, the app's own.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>
    /// How many proxies are in front of the twin, 0 to 10: so many of the latest entries of <c>X-Forwarded-For</c>, <c>-Host</c> and
    /// <c>-Proto</c> are believed, and no others.
    /// </summary>
    [Range(0, 10)]
    public int Proxies { get; set; }

    /// <summary>
    /// A second port, on which the metrics are read and every detail of readiness without a key; for a network that only operators reach.
    /// 0: there is none.
    /// </summary>
    [Range(0, 65_535)]
    public int OperatorPort { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Origins.Where(origin => !IsOrigin(origin))
            .Select(origin => new ValidationResult(
                $"Access:Origins has '{origin}', which is not a valid origin such as https://me.example (scheme and host, no path)."))
            .Concat(Hosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown).Select(host => new ValidationResult(
                $"Access:Hosts has '{host}', which is not a host name such as twin.me.example (no scheme, no port, no path).")));

    private static bool IsOrigin(string origin)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", UserInfo: "" }
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase);
}
