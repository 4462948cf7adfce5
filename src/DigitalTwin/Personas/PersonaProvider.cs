using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas;

/// <summary>
/// The persona in use. Asks the source at most once every <see cref="PersonaOptions.CacheSeconds"/>, once for
/// all who wait; keeps the last good version whatever happens to the source.
/// </summary>
internal sealed partial class PersonaProvider(PersonaSource source, IOptions<PersonaOptions> options, TimeProvider time, ILogger<PersonaProvider> logger)
{
    // A source that hangs must not hold up a visitor who could be served with the last good version.
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private State state = new(PersonaSnapshot.BuiltIn, new PersonaStatus(null, default), default);
    private Task<State>? loading;

    /// <summary>The persona, never missing: the built-in one where there is no other.</summary>
    public async ValueTask<PersonaSnapshot> GetAsync(CancellationToken cancellationToken) => (await CurrentAsync(cancellationToken)).Snapshot;

    /// <summary>How the source is doing, loading where that is due.</summary>
    public async ValueTask<PersonaStatus> GetStatusAsync(CancellationToken cancellationToken) => (await CurrentAsync(cancellationToken)).Status;

    private async ValueTask<State> CurrentAsync(CancellationToken cancellationToken)
    {
        Task<State> load;
        lock (gate)
        {
            if (time.GetUtcNow() < state.Expires)
            {
                return state;
            }

            // Nobody's cancellation ends a load that others wait for.
            load = loading ??= Task.Run(LoadAsync, CancellationToken.None);
        }

        return await load.WaitAsync(cancellationToken);
    }

    private async Task<State> LoadAsync()
    {
        var (snapshot, problem) = await ReadAsync(state.Snapshot);
        var now = time.GetUtcNow();
        lock (gate)
        {
            loading = null;
            state = new State(snapshot, new PersonaStatus(problem, now), now + TimeSpan.FromSeconds(options.Value.CacheSeconds));
            return state;
        }
    }

    private async Task<(PersonaSnapshot Snapshot, string? Problem)> ReadAsync(PersonaSnapshot last)
    {
        using var timeout = new CancellationTokenSource(LoadTimeout, time);
        try
        {
            var (name, read) = await source.ReadAsync(last.Source, last.ETag, timeout.Token);
            return read.State switch
            {
                BlobState.NotModified => (last, null),
                BlobState.Missing => Missing(last, name),
                _ => Parse(last, name, read.Content!),
            };
        }
        catch (Exception error)
        {
            LogSourceFailed(logger, error);
            return (last, "The persona cannot be read now; the last good version is used.");
        }
    }

    private static (PersonaSnapshot, string?) Missing(PersonaSnapshot last, string name)
        => (last, last.ETag is null
            ? $"There is no persona at '{name}'; a neutral built-in one is used."
            : $"The persona at '{name}' is gone; the last good version is used.");

    private (PersonaSnapshot, string?) Parse(PersonaSnapshot last, string name, BlobContent content)
    {
        try
        {
            var snapshot = PersonaSnapshot.Of(PersonaParser.Parse(content.Bytes.Span), name, content.ETag);
            LogLoaded(logger, name, snapshot.Persona.Facts.Count);
            return (snapshot, null);
        }
        catch (PersonaFormatException error)
        {
            LogBroken(logger, name, error.Line, error.Message);
            var place = error.Line > 0 ? $"{name}, line {error.Line}" : name;
            return (last, $"{place}: {error.Message} {(last.ETag is null ? "A neutral built-in persona" : "The last good version")} is used.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Persona {Name} loaded with {Facts} facts")]
    private static partial void LogLoaded(ILogger logger, string name, int facts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Persona {Name} is broken in line {Line}: {Reason}")]
    private static partial void LogBroken(ILogger logger, string name, int line, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The persona cannot be read")]
    private static partial void LogSourceFailed(ILogger logger, Exception error);

    private sealed record State(PersonaSnapshot Snapshot, PersonaStatus Status, DateTimeOffset Expires);
}
