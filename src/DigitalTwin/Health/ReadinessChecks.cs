using System.Globalization;
using DigitalTwin.Access;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Storage;

namespace DigitalTwin.Health;

/// <summary>What a check found.</summary>
internal sealed record Readiness(ReadinessStatus Status, string? Detail = null)
{
    public static Readiness Ready { get; } = new(ReadinessStatus.Ready);
}

/// <summary>Looks at one thing the twin depends on. What it throws makes that thing unavailable.</summary>
internal interface IReadinessCheck
{
    string Name { get; }

    Task<Readiness> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>Writes: a store that can only be read cannot keep a conversation. Not more often than every few seconds, for anyone may ask.</summary>
internal sealed class StorageCheck(IRowStore rows, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private DateTimeOffset wroteAt;

    public string Name => "storage";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - wroteAt >= Interval)
        {
            await rows.WriteAsync("health", "readiness", [RowWrite.Upsert("probe", new Dictionary<string, string> { ["at"] = now.ToString("O", CultureInfo.InvariantCulture) })], cancellationToken);
            wroteAt = now;
        }

        return Readiness.Ready;
    }
}

internal sealed class PersonaCheck(PersonaProvider personas) : IReadinessCheck
{
    public string Name => "persona";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
        => (await personas.GetStatusAsync(cancellationToken)).Problem is { } problem ? new Readiness(ReadinessStatus.Degraded, problem) : Readiness.Ready;
}

internal sealed class SecretsCheck(SecretCache secrets) : IReadinessCheck
{
    public string Name => "secrets";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
        => await secrets.GetAsync(SecretNames.TicketSigningKey, cancellationToken) is { Length: >= TicketService.MinKeyLength }
            ? Readiness.Ready
            : new Readiness(ReadinessStatus.Unavailable, $"The secret '{SecretNames.TicketSigningKey}' is missing or shorter than {TicketService.MinKeyLength} characters.");
}

/// <summary>Goes by the latest calls: asking the model whether it is there would cost money each time.</summary>
internal sealed class ModelCheck(IModel model, ModelHealth health, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    public string Name => "model";

    public Task<Readiness> CheckAsync(CancellationToken cancellationToken)
        => Task.FromResult(!model.IsOffline && health.LastFailure is { } failure && time.GetUtcNow() - failure.At < Memory
            ? new Readiness(ReadinessStatus.Degraded, $"The last call of '{model.Name}' failed ({failure.Failure.ToString().ToLowerInvariant()}); the offline model answers meanwhile.")
            : Readiness.Ready);
}
