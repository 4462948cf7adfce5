using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Outgoing;

/// <summary>Settings under <c>Outgoing</c>: what the twin itself calls, apart from models and storage.</summary>
public sealed class OutgoingOptions
{
    /// <summary>
    /// Hosts that may be called although they lead inside, as <c>host:port</c> with commas between them: a calendar server in the same
    /// network, say.
    /// </summary>
    [RegularExpression(
        @"\s*([^\s,/:]+:\d{1,5}\s*(,\s*[^\s,/:]+:\d{1,5}\s*)*)?", ErrorMessage = "Inside is like 'calendar.home:5232, nas:443'.")]
    public string Inside { get; set; } = "";

    /// <summary>Whether an address is one of those.</summary>
    internal bool IsInside(Uri address) => Hosts.Contains($"{address.Host}:{address.Port}");

    /// <summary>The hosts, each with its port.</summary>
    internal IReadOnlySet<string> Hosts
        => Inside.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
