using DigitalTwin.Personas.Parsing;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas;

/// <summary>
/// The persona in use. Reads the source at most once every <see cref="PersonaOptions.CacheSeconds"/>, once for all
/// callers that wait; keeps the last good version whatever happens to the source.
/// </summary>
internal sealed partial class PersonaProvider(
    PersonaSource source,
    GoodPersonas good,
    IOptions<PersonaOptions> options,
    TimeProvider time,
    ILogger<PersonaProvider> logger)
{
    // A source that hangs must not delay a visitor who can be served with the last good version.
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private State state = new(PersonaSnapshot.BuiltIn, new PersonaStatus(null, default), default, null, null);
    private Task<State>? loading;
    private long loadingSince;

    /// <summary>The persona; the built-in one where there is no other, never null.</summary>
    public async ValueTask<PersonaSnapshot> GetAsync(CancellationToken cancellationToken)
        => (await CurrentAsync(cancellationToken)).Snapshot;

    /// <summary>The state of the source; loads it where that is due.</summary>
    public async ValueTask<PersonaStatus> GetStatusAsync(CancellationToken cancellationToken)
        => (await CurrentAsync(cancellationToken)).Status;

    /// <summary>Reads the source again at the next use, because the twin itself changed it.</summary>
    public void Invalidate()
    {
        lock (gate)
        {
            state = state with { LoadedAt = null };
        }
    }

    private async ValueTask<State> CurrentAsync(CancellationToken cancellationToken)
    {
        Task<State> load;
        TimeSpan wait;
        lock (gate)
        {
            // By timestamps: a wall clock may be set back.
            if (state.LoadedAt is { } loaded && time.GetElapsedTime(loaded) < TimeSpan.FromSeconds(options.Value.CacheSeconds))
            {
                return state;
            }

            if (loading is null)
            {
                // No caller's cancellation may end a load that others wait for.
                (loadingSince, loading) = (time.GetTimestamp(), Task.Run(LoadAsync, CancellationToken.None));
            }

            load = loading;
            wait = (state.Snapshot.ETag is null ? LoadTimeout : Patience) - time.GetElapsedTime(loadingSince);
        }

        return await WaitAsync(load, wait, cancellationToken);
    }

    private async Task<State> WaitAsync(Task<State> load, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await load.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (gate)
            {
                const string slow = "The persona takes long to read; the last good version is used.";
                return state with { Status = new PersonaStatus(slow, time.GetUtcNow()) };
            }
        }
    }

    private async Task<State> LoadAsync()
    {
        var next = await ReadAsync(state);
        lock (gate)
        {
            loading = null;
            state = next with { LoadedAt = time.GetTimestamp() };
            return state;
        }
    }

    private async Task<State> ReadAsync(State last)
    {
        using var timeout = new CancellationTokenSource(LoadTimeout, time);
        try
        {
            // A version that was read before is not read again, whether it was good or broken.
            var (name, read) = await source.ReadAsync(last.SeenName, last.SeenETag, timeout.Token);
            return read.State switch
            {
                BlobState.NotModified => last with { Status = last.Status with { CheckedAt = time.GetUtcNow() } },
                BlobState.Missing => Missing(last, name),
                _ => await ParseAsync(last, name, read.Content!, timeout.Token),
            };
        }
        catch (PersonaFormatException error)
        {
            return await BrokenAsync(last, PersonaSource.BlobNames[0], error, timeout.Token);
        }
        catch (Exception error)
        {
            LogSourceFailed(logger, error);
            return With(last, "The persona cannot be read now; the last good version is used.");
        }
    }

    private State Missing(State last, string name)
        => With(last, last.Snapshot.ETag is null
            ? $"There is no persona at '{name}'; a neutral built-in one is used."
            : $"The persona at '{name}' is gone; the last good version is used.");

    private async Task<State> ParseAsync(State last, string name, BlobContent content, CancellationToken cancellationToken)
    {
        var seen = last with { SeenName = name, SeenETag = content.ETag };
        try
        {
            var reading = PersonaParser.Read(content.Bytes.Span);
            var snapshot = PersonaSnapshot.Of(reading.Persona, name, content.ETag);
            LogLoaded(logger, name, snapshot.Persona.Facts.Count);
            await good.KeepAsync(name, content.Bytes, cancellationToken);
            return seen with { Snapshot = snapshot, Status = new PersonaStatus(null, time.GetUtcNow()) { Findings = reading.Findings } };
        }
        catch (PersonaFormatException error)
        {
            return await BrokenAsync(seen, name, error, cancellationToken);
        }
    }

    private async Task<State> BrokenAsync(
        State last, string name, PersonaFormatException error, CancellationToken cancellationToken)
    {
        if (last.Snapshot.ETag is null && await FindGoodAsync(name, cancellationToken) is { } found)
        {
            last = last with { Snapshot = found };
        }

        LogBroken(logger, name, error.Line, error.Message);
        var place = error.Line > 0 ? $"{name}, line {error.Line}" : name;
        var used = last.Snapshot.ETag is null ? "A neutral built-in persona" : "The last good version";
        return With(last, $"{place}: {error.Message} {used} is used.");
    }

    private async Task<PersonaSnapshot?> FindGoodAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await good.FindAsync(name, cancellationToken);
        }
        catch (Exception error)
        {
            LogSourceFailed(logger, error);
            return null;
        }
    }

    private State With(State last, string problem) => last with { Status = new PersonaStatus(problem, time.GetUtcNow()) };

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Persona {Name} loaded with {Facts} facts")]
    private static partial void LogLoaded(ILogger logger, string name, int facts);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Persona {Name} is broken in line {Line}: {Reason}")]
    private static partial void LogBroken(ILogger logger, string name, int line, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The persona cannot be read")]
    private static partial void LogSourceFailed(ILogger logger, Exception error);

    private sealed record State(
        PersonaSnapshot Snapshot,
        PersonaStatus Status,
        long? LoadedAt,
        string? SeenName,
        string? SeenETag);
}
