using System.Collections.Concurrent;
using System.Security.Cryptography;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Previews;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Evals;

/// <summary>What a run is to be about.</summary>
/// <param name="Persona">What the tested file is called.</param>
/// <param name="File">The tested file.</param>
internal sealed record EvalOrder(string Persona, byte[] File)
{
    /// <summary>What the file that it is compared with is called, and the file.</summary>
    public (string Name, byte[] File)? Against { get; init; }

    /// <summary>The models, of <see cref="EvalRunner.Models"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [EvalRunner.DefaultModel];

    /// <summary>Whether everything is to be found anew.</summary>
    public bool IsFresh { get; init; }
}

/// <summary>
/// Begins runs and works on them in this process. One that was cut off goes on where somebody looks at it: what was found stays found.
/// </summary>
internal sealed partial class EvalRuns(
    EvalStore store,
    EvalRunner runner,
    TwinPreview twin,
    ITurnScheduler scheduler,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<EvalRuns> logger)
{
    private const int AtOnce = 4;

    // Long enough for a model that takes its time; another process takes the run up after it.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <summary>Begins a run.</summary>
    /// <param name="order">What it is about.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="cancellationToken">Ends the attempt, not the run.</param>
    /// <exception cref="PersonaFormatException">A file cannot be read.</exception>
    public async Task<EvalRun> BeginAsync(EvalOrder order, IReadOnlyList<EvalCase> cases, CancellationToken cancellationToken)
    {
        _ = PersonaParser.Read(order.File);
        var now = time.GetUtcNow();
        var run = new EvalRun
        {
            Id = store.NewId(),
            Persona = order.Persona,
            Against = order.Against?.Name,
            Hash = HashOf(order.File),
            AgainstHash = order.Against is { } against ? HashOf(against.File) : null,
            Models = order.Models,
            Cases = cases,
            StartedAt = now,
            TouchedAt = now,
            IsFresh = order.IsFresh,
        };
        await store.KeepAsync(run.Hash, order.File, cancellationToken);
        if (order.Against is { } other)
        {
            await store.KeepAsync(run.AgainstHash!, other.File, cancellationToken);
        }

        await store.WriteAsync(run, cancellationToken);
        await store.TrimAsync(cancellationToken);
        _ = Start(run);
        return run;
    }

    /// <summary>Has a run go on that is not over and that nobody works on, and returns when it is over or stopped.</summary>
    public Task WorkOnAsync(EvalRun run)
    {
        var isOthers = scheduler.HasOtherInstances && !running.ContainsKey(run.Id) && time.GetUtcNow() - run.TouchedAt < Silence;
        return run.FinishedAt is not null || isOthers ? Task.CompletedTask : Start(run);
    }

    private Task Start(EvalRun run)
        => running.GetOrAdd(run.Id, _ => Task.Run(() => RunAsync(run, host.ApplicationStopping), CancellationToken.None));

    /// <summary>A run with what was found so far.</summary>
    public async Task<EvalRunView> ViewAsync(EvalRun run, CancellationToken cancellationToken)
    {
        var found = await store.ResultsAsync(run.Hash, run, cancellationToken);
        var against = run.AgainstHash is { } hash ? await store.ResultsAsync(hash, run, cancellationToken) : null;
        return EvalRunView.Of(run, [.. Questions(run).Select(each => RowOf(each.Case, each.Model, found, against))]);
    }

    private EvalRow RowOf(
        EvalCase wanted,
        string model,
        IReadOnlyDictionary<string, EvalResult> found,
        IReadOnlyDictionary<string, EvalResult>? other)
    {
        var key = EvalStore.KeyOf(wanted, NameOf(model));
        var (result, against) = (found.GetValueOrDefault(key), other?.GetValueOrDefault(key));
        return new EvalRow(wanted, model, result, against, EvalRunView.ChangeOf(result, against));
    }

    private static IEnumerable<(EvalCase Case, string Model)> Questions(EvalRun run)
        => run.Cases.SelectMany(each => run.Models.Select(model => (each, model)));

    private string NameOf(string model) => twin.ModelName(model != EvalRunner.DefaultModel);

    private static string HashOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file))[..32];

    private async Task RunAsync(EvalRun run, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (hash, isTested) in run.Files)
            {
                run = await RunAsync(run, hash, cancellationToken);
            }

            await store.WriteAsync(run with { FinishedAt = time.GetUtcNow() }, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(logger, run.Id, error);
            await EndAsync(run with { FinishedAt = time.GetUtcNow(), HasFailed = true });
        }
        finally
        {
            running.TryRemove(run.Id, out _);
        }
    }

    // Where the store fails, too, the run is taken up when somebody looks at it.
    private async Task EndAsync(EvalRun run)
    {
        try
        {
            await store.WriteAsync(run, CancellationToken.None);
        }
        catch (IOException error)
        {
            LogFailed(logger, run.Id, error);
        }
    }

    private async Task<EvalRun> RunAsync(EvalRun run, string hash, CancellationToken cancellationToken)
    {
        var (persona, _) = PersonaParser.Read((await store.ReadAsync(hash, cancellationToken)).Span);
        var snapshot = PersonaSnapshot.Of(persona, "eval", hash);
        var known = await store.ResultsAsync(hash, run, cancellationToken);
        var missing = Questions(run).Where(each => !known.ContainsKey(EvalStore.KeyOf(each.Case, NameOf(each.Model))));
        var touched = run;
        var atWork = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, atWork, async (each, token) =>
        {
            var result = await runner.RunAsync(each.Case, snapshot, each.Model, token);
            await store.AddAsync(hash, EvalStore.KeyOf(each.Case, NameOf(each.Model)), result, token);
            if (time.GetUtcNow() - touched.TouchedAt > Sign)
            {
                touched = touched with { TouchedAt = time.GetUtcNow() };
                await store.WriteAsync(touched, token);
            }
        });
        return touched;
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "The run {Run} of evals failed")]
    private static partial void LogFailed(ILogger logger, string run, Exception error);
}
