using System.Globalization;
using DigitalTwin.Access;
using DigitalTwin.Personas;
using DigitalTwin.Storage;

namespace DigitalTwin.Health;

/// <summary>The result of a check.</summary>
internal sealed record Readiness(ReadinessStatus Status, string? Detail = null)
{
    public static Readiness Ready { get; } = new(ReadinessStatus.Ready);
}

/// <summary>Checks one dependency of the twin. An exception makes the dependency unavailable.</summary>
internal interface IReadinessCheck
{
    string Name { get; }

    Task<Readiness> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Writes, for a store that can only be read cannot keep a conversation. Every few seconds at most, because anyone may
/// request the check.
/// </summary>
internal sealed class StorageCheck(IRowStore rows, IStorageSpace space, DamageBook damage, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long? wroteAt;

    public string Name => "storage";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        if (wroteAt is not { } wrote || time.GetElapsedTime(wrote) >= Interval)
        {
            var now = time.GetUtcNow();
            var values = new Dictionary<string, string> { ["at"] = now.ToString("O", CultureInfo.InvariantCulture) };
            await rows.WriteAsync("health", "readiness", [RowWrite.Upsert("probe", values)], cancellationToken);
            wroteAt = time.GetTimestamp();
        }

        return space.Look() switch
        {
            StorageSpace.Full => new Readiness(ReadinessStatus.Unavailable, "The disk is full: messages are refused until there is space."),
            StorageSpace.Low => new Readiness(ReadinessStatus.Degraded, "Less than 5 % of the disk is free."),
            _ when damage.Count is > 0 and var count => new Readiness(
                ReadinessStatus.Degraded,
                string.Create(CultureInfo.InvariantCulture, $"{count} conversations are damaged; 'storage repair' mends them.")),
            _ => Readiness.Ready,
        };
    }
}

internal sealed class PersonaCheck(PersonaProvider personas) : IReadinessCheck
{
    private const int MostFindings = 10;

    public string Name => "persona";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        var status = await personas.GetStatusAsync(cancellationToken);
        var told = status.Findings.Where(finding => finding.Kind != PersonaFindingKind.Private)
            .Select(finding => string.Create(CultureInfo.InvariantCulture, $"Line {finding.Line}: {finding.Text}")).ToList();
        if (told.Count > MostFindings)
        {
            told = [.. told.Take(MostFindings), $"And {told.Count - MostFindings} more."];
        }

        return status.Problem is null && told.Count == 0
            ? Readiness.Ready
            : new Readiness(
                status.Problem is not null || status.Findings.Any(finding => finding.Kind == PersonaFindingKind.LeftOut)
                    ? ReadinessStatus.Degraded
                    : ReadinessStatus.Ready,
                string.Join(' ', told.Prepend(status.Problem).OfType<string>()));
    }
}

internal sealed class SecretsCheck(SecretCache secrets) : IReadinessCheck
{
    public string Name => "secrets";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        // Without the first no visitor is answered. Without the others the owner cannot sign in, but with the key of their own, and no
        // webhook is sent.
        return await FindFaultAsync(SecretNames.TicketSigningKey, cancellationToken) is { } fault
            ? new Readiness(ReadinessStatus.Unavailable, fault)
            : (await FindFaultAsync(SecretNames.SignInKey, cancellationToken)
                ?? await FindFaultAsync(SecretNames.WebhookKey, cancellationToken)) is { } lesser
                ? new Readiness(ReadinessStatus.Degraded, lesser)
                : Readiness.Ready;
    }

    private async Task<string?> FindFaultAsync(string name, CancellationToken cancellationToken)
    {
        const int Least = TicketService.MinKeyLength;
        return await secrets.GetAsync(name, cancellationToken) is { Length: >= Least }
            ? null
            : $"The secret '{name}' is missing or shorter than {Least} characters.";
    }
}
