using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Evals;

/// <summary>
/// Keeps runs, and results under what was asked: the persona's bytes, the case, the model. A run that was cut off goes on with what is
/// missing, and what was found once is not paid for again.
/// </summary>
internal sealed class EvalStore(IRowStore rows, IBlobStore blobs, TimeProvider time)
{
    private const string Table = "evals";
    private const string Runs = "runs";
    private const string Data = "data";
    private const string At = "at";

    /// <summary>Most runs that are kept, and listed.</summary>
    public const int MostRuns = 50;

    /// <summary>An id for a run that begins now.</summary>
    public string NewId()
    {
        var ticks = DateTime.MaxValue.Ticks - time.GetUtcNow().UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{ticks:D19}-{Guid.NewGuid():N}")[..28];
    }

    /// <summary>Whether a text has the form of a run's id.</summary>
    public static bool IsId(string text) => text.Length == 28 && text.All(c => char.IsAsciiHexDigitLower(c) || c == '-');

    /// <summary>Keeps a persona's bytes under their hash, so that a run can go on when the persona has changed.</summary>
    public async Task KeepAsync(string hash, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.WriteAsync(BlobOf(hash), file, BlobCondition.Missing, cancellationToken);
        }
        catch (BlobConflictException)
        {
            // The same bytes are there.
        }
    }

    /// <summary>A persona's bytes.</summary>
    /// <exception cref="IOException">They are gone.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string hash, CancellationToken cancellationToken)
        => (await blobs.ReadAsync(BlobOf(hash), null, cancellationToken)).Content?.Bytes
            ?? throw new IOException("The persona of the run is gone.");

    /// <summary>Keeps a run, or what changed of it.</summary>
    public Task WriteAsync(EvalRun run, CancellationToken cancellationToken)
    {
        var values = Values(JsonSerializer.Serialize(run, ProductJson.Api.EvalRun));
        return rows.WriteAsync(Table, Runs, [RowWrite.Upsert(run.Id, values)], cancellationToken);
    }

    /// <summary>A run, or <see langword="null"/>.</summary>
    public async Task<EvalRun?> FindAsync(string id, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, Runs, id, cancellationToken) is { } row ? ToRun(row) : null;

    /// <summary>The latest runs, newest first.</summary>
    public async Task<IReadOnlyList<EvalRun>> ListAsync(CancellationToken cancellationToken)
        => [.. (await rows.QueryAsync(Table, Runs, new RowRange("0", ":", MostRuns), cancellationToken)).Select(ToRun)];

    /// <summary>Deletes the runs beyond the latest, with what was found of personas that no other run is about.</summary>
    public async Task TrimAsync(CancellationToken cancellationToken)
    {
        var found = await rows.QueryAsync(Table, Runs, new RowRange("0", ":", RowLimits.BatchRows), cancellationToken);
        var all = found.Select(ToRun).ToList();
        var kept = all.Take(MostRuns).SelectMany(run => run.Files.Select(file => file.Hash)).ToHashSet(StringComparer.Ordinal);
        foreach (var old in all.Skip(MostRuns))
        {
            foreach (var (hash, _) in old.Files.Where(file => !kept.Contains(file.Hash)))
            {
                await rows.DeletePartitionAsync(Table, PartitionOf(hash), cancellationToken);
                await blobs.DeleteAsync(BlobOf(hash), cancellationToken);
            }

            await rows.WriteAsync(Table, Runs, [RowWrite.Delete(old.Id)], cancellationToken);
        }
    }

    /// <summary>Deletes every run that has such a case, with all that was found of its personas.</summary>
    public async Task EraseAsync(Func<EvalCase, bool> isErased, CancellationToken cancellationToken)
    {
        var all = await rows.QueryAsync(Table, Runs, new RowRange("0", ":", RowLimits.QueryRows), cancellationToken);
        foreach (var run in all.Select(ToRun).Where(run => run.Cases.Any(isErased)))
        {
            foreach (var (hash, _) in run.Files)
            {
                await rows.DeletePartitionAsync(Table, PartitionOf(hash), cancellationToken);
            }

            await rows.WriteAsync(Table, Runs, [RowWrite.Delete(run.Id)], cancellationToken);
        }
    }

    /// <summary>What was found for a persona, by the key of <see cref="KeyOf"/>.</summary>
    /// <param name="hash">The persona.</param>
    /// <param name="run">The run that it is for: one that is to be found anew takes nothing from before, none takes old failures.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyDictionary<string, EvalResult>> ResultsAsync(
        string hash, EvalRun run, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EvalResult>(StringComparer.Ordinal);
        for (string? after = null; ;)
        {
            var range = new RowRange("0", "~", RowLimits.QueryRows, After: after);
            var page = await rows.QueryAsync(Table, PartitionOf(hash), range, cancellationToken);
            foreach (var row in page)
            {
                var result = JsonSerializer.Deserialize(row[Data]!, ProductJson.Api.EvalResult)!;
                if (Time(row) >= run.StartedAt || (!run.IsFresh && result.Error is null))
                {
                    found[row.Key] = result;
                }
            }

            if (page.Count < RowLimits.QueryRows)
            {
                return found;
            }

            after = page[^1].Key;
        }
    }

    /// <summary>Keeps what was found.</summary>
    public Task AddAsync(string hash, string key, EvalResult result, CancellationToken cancellationToken)
        => rows.WriteAsync(
            Table, PartitionOf(hash),
            [RowWrite.Upsert(key, Values(JsonSerializer.Serialize(result, ProductJson.Api.EvalResult)))], cancellationToken);

    /// <summary>The key of a case's result.</summary>
    /// <param name="wanted">The case.</param>
    /// <param name="model">The model's own name: another model may answer otherwise.</param>
    public static string KeyOf(EvalCase wanted, string model) => $"{wanted.Hash}-{model}";

    private static DateTimeOffset Time(Row row) => DateTimeOffset.Parse(row[At]!, CultureInfo.InvariantCulture);

    private static EvalRun ToRun(Row row) => JsonSerializer.Deserialize(row[Data]!, ProductJson.Api.EvalRun)!;

    private static string PartitionOf(string hash) => $"r-{hash}";

    private static string BlobOf(string hash) => $"evals-personas/{hash}.md";

    private Dictionary<string, string> Values(string json) => new(StringComparer.Ordinal)
    {
        [Data] = json,
        [At] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
    };
}
