using System.Runtime.CompilerServices;
using DigitalTwin.Conversations;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Turns.Journal;

/// <summary>This process, among all that may work on turns.</summary>
/// <param name="Id">
/// A new one with each start, unless it is certain that there is only one process: then it finds its own turns again at once.
/// </param>
internal sealed record ProcessIdentity(string Id)
{
    public static ProcessIdentity New() => new(Guid.NewGuid().ToString("N"));
}

/// <summary>The journals of turns that are not over: a partition each, removed when the turn is stored in its conversation.</summary>
internal sealed class JournalStore(IRowStore rows, ProcessIdentity process, IOptions<LimitsOptions> limits, TimeProvider time)
{
    public const string Table = "turns";

    // 50 model calls and 200 tool calls with all their attempts and timers do not come near it.
    private const int MostEntries = 1_000;

    /// <summary>How long a turn is held without a sign of life.</summary>
    public TimeSpan LeaseTime => TimeSpan.FromSeconds(limits.Value.LeaseSeconds);

    /// <summary>A journal that is not stored yet.</summary>
    public TurnJournal Begin(TurnStart start) => Begin(new JournalHeader { Start = start });

    /// <inheritdoc cref="Begin(TurnStart)"/>
    public TurnJournal Begin(JournalHeader header) => new(this, header, null, [], isShared: false);

    /// <summary>
    /// What the conversation keeps of a turn that begins: enough for another process to take it up, should this one go away before it
    /// writes a journal.
    /// </summary>
    public IReadOnlyDictionary<string, string> ClaimOf(TurnStart start) => Lease(new JournalHeader { Start = start }).ToValues();

    /// <summary>Begins the journal of a turn whose process is gone.</summary>
    /// <param name="claim">What that one left in the conversation.</param>
    /// <returns>False where another process was faster.</returns>
    public async Task<bool> TryAdoptAsync(JournalHeader claim)
    {
        try
        {
            await WriteAsync(claim with { Run = claim.Run + 1, Owner = "", LeaseUntil = default }, null, []);
            return true;
        }
        catch (RowConflictException)
        {
            return false;
        }
    }

    /// <summary>A turn's journal, or <see langword="null"/> where there is none. One round trip.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="isShared">Whether several work on the turn at once, each on steps of its own, as an orchestrator tells them.</param>
    public async Task<TurnJournal?> LoadAsync(TurnId id, CancellationToken cancellationToken, bool isShared = false)
    {
        var found = await rows.QueryAsync(Table, id.ToString(), new RowRange(JournalHeader.Key, "p", MostEntries), cancellationToken);
        if (found.FirstOrDefault(row => row.Key == JournalHeader.Key) is not { } header)
        {
            return null;
        }

        var entries = found.Where(row => JournalEntry.IsKey(row.Key)).Select(JournalEntry.FromRow);
        return new TurnJournal(this, JournalHeader.FromRow(header), header.ETag, [.. entries], isShared);
    }

    /// <summary>A turn's header with its ETag, or <see langword="null"/>. One point read.</summary>
    public async Task<(JournalHeader Header, string ETag)?> FindAsync(TurnId id, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, id.ToString(), JournalHeader.Key, cancellationToken) is { } row
            ? (JournalHeader.FromRow(row), row.ETag)
            : null;

    /// <summary>The headers of all turns that are not over. Costs a scan.</summary>
    public async IAsyncEnumerable<JournalHeader> FindAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (_, row) in rows.ScanAsync(Table, JournalHeader.Key, cancellationToken))
        {
            yield return JournalHeader.FromRow(row);
        }
    }

    /// <summary>Removes a turn's journal.</summary>
    public Task DeleteAsync(TurnId id, CancellationToken cancellationToken)
        => rows.DeletePartitionAsync(Table, id.ToString(), cancellationToken);

    /// <summary>Removes the journals of a session's turns, and says which they were.</summary>
    public async Task<IReadOnlyList<TurnId>> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        var found = new List<TurnId>();
        await foreach (var header in FindAllAsync(cancellationToken))
        {
            if (header.Start.Id.SessionId == sessionId)
            {
                await DeleteAsync(header.Start.Id, cancellationToken);
                found.Add(header.Start.Id);
            }
        }

        return found;
    }

    /// <summary>Whether this process may work on the turn now.</summary>
    public bool IsFree(JournalHeader header)
        => header.Owner.Length == 0 || header.Owner == process.Id || header.LeaseUntil <= time.GetUtcNow();

    internal JournalHeader Lease(JournalHeader header) => header with { Owner = process.Id, LeaseUntil = time.GetUtcNow() + LeaseTime };

    internal async Task<string> WriteAsync(JournalHeader header, string? etag, IReadOnlyList<JournalEntry> entries)
    {
        var values = header.ToValues();
        var first = etag is null ? RowWrite.Insert(JournalHeader.Key, values) : RowWrite.Replace(JournalHeader.Key, values, etag);
        var batch = entries.Select(entry => entry.ToUpsert()).Prepend(first).ToList();
        return (await rows.WriteAsync(Table, header.Start.Id.ToString(), batch, CancellationToken.None))[0];
    }
}
