using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Storage;

/// <summary>
/// The secrets as features read them: cached for an hour, refreshed on demand (after a 401 from the model), and read
/// from the environment when the store has none or cannot be reached.
/// </summary>
/// <remarks>A value that was read once outlives a failing store: an outage of Key Vault does not take the twin down.</remarks>
public sealed partial class SecretCache(
    ISecretStore store,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<SecretCache> logger)
{
    /// <summary>How long a secret is used before it is read again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How long a missing secret is cached: any caller can cause a read of it.</summary>
    public static readonly TimeSpan AbsenceLifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.Ordinal);

    /// <summary>The secret, or <see langword="null"/> where neither the store nor the environment has it.</summary>
    public ValueTask<string?> GetAsync(string name, CancellationToken cancellationToken) => GetAsync(name, Lifetime, cancellationToken);

    /// <summary>The secret as it was at most that long ago. Of several callers at once, one reads it.</summary>
    public async ValueTask<string?> GetAsync(string name, TimeSpan oldest, CancellationToken cancellationToken)
    {
        if (Find(name, oldest) is { } known)
        {
            return known.Value;
        }

        var gate = gates.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return Find(name, oldest) is { } read ? read.Value : await RefreshAsync(name, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads the secret again, whatever is cached.</summary>
    public async ValueTask<string?> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        string? value;
        try
        {
            value = await store.GetAsync(name, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogStoreFailed(logger, name, error);
            value = entries.GetValueOrDefault(name)?.Value;
        }

        // An empty secret is a placeholder that was never filled in.
        value = Filled(value) ?? Filled(configuration[SecretNames.EnvironmentVariable(name)]);
        entries[name] = new Entry(value, time.GetTimestamp());
        return value;
    }

    private Entry? Find(string name, TimeSpan oldest)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        var longest = entry.Value is null && oldest > AbsenceLifetime ? AbsenceLifetime : oldest;
        return time.GetElapsedTime(entry.ReadAt) < longest ? entry : null;
    }

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    [LoggerMessage(EventId = 6401, Level = LogLevel.Warning, Message = "The secret store did not answer for {Name}")]
    private static partial void LogStoreFailed(ILogger logger, string name, Exception error);

    private sealed record Entry(string? Value, long ReadAt);
}
