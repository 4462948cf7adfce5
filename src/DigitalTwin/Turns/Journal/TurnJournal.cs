using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Storage;

namespace DigitalTwin.Turns.Journal;

/// <summary>
/// A turn's steps in memory and in its rows. Steps are added in memory and written before the next one begins, so that a
/// turn of one step writes no journal at all.
/// </summary>
/// <remarks>
/// The header's ETag is the fence: once somebody else has written it, nothing of this process is written any more. A shared
/// journal is written by several who do different steps: there a write that comes second is done again over what is there by
/// then, and only a turn that is cancelled, waits or is gone is out of reach.
/// </remarks>
internal sealed class TurnJournal(JournalStore store, JournalHeader header, string? etag, IReadOnlyList<JournalEntry> entries, bool isShared) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Dictionary<string, JournalEntry> byKey = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
    private readonly HashSet<string> dirty = new(StringComparer.Ordinal);

    // Steps that are stored, and whose beginning is therefore known not to be somebody else's.
    private readonly HashSet<string> stored = new(entries.Select(entry => entry.Key), StringComparer.Ordinal);
    private readonly List<ReplyPiece> said = [];
    private int keptPieces;
    private JournalHeader header = header;
    private string? etag = etag;
    private bool isLost;

    public TurnId Id => Header.Start.Id;

    public JournalHeader Header
    {
        get
        {
            lock (gate)
            {
                return header;
            }
        }
    }

    /// <summary>Whether any of it is stored.</summary>
    public bool IsStored => etag is not null;

    /// <summary>The steps, in the order they began in.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. byKey.Values.OrderBy(entry => entry.Order)];
            }
        }
    }

    public JournalEntry? Find(string key)
    {
        lock (gate)
        {
            return byKey.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds a step that begins.</summary>
    public JournalEntry Begin(string key, string request, DateTimeOffset now, DateTimeOffset? due = null)
    {
        lock (gate)
        {
            var entry = new JournalEntry { Order = byKey.Count + 1, Key = key, Request = request, StartedAt = now, Due = due, Run = header.Run };
            byKey.Add(key, entry);
            dirty.Add(key);
            return entry;
        }
    }

    /// <summary>Adds what came of a step.</summary>
    public JournalEntry End(string key, string result, DateTimeOffset now)
    {
        lock (gate)
        {
            dirty.Add(key);
            said.Clear();
            keptPieces = 0;
            return byKey[key] = byKey[key] with { Result = result, Said = null, EndedAt = now, Run = header.Run };
        }
    }

    /// <summary>Notes what the model call that runs says. <see cref="KeepAsync"/> writes it.</summary>
    public void Say(ReplyPiece piece)
    {
        lock (gate)
        {
            said.Add(piece);
        }
    }

    /// <summary>Writes what the model call that runs has said since the last time, for other processes to show, and keeps the turn for longer.</summary>
    /// <param name="evenIfSilent">Whether to write where nothing new was said.</param>
    /// <returns>Whether anything was written.</returns>
    /// <exception cref="TurnLostException">Somebody else wrote the turn in the meantime.</exception>
    public async Task<bool> KeepAsync(bool evenIfSilent)
    {
        lock (gate)
        {
            if (said.Count == keptPieces && !evenIfSilent)
            {
                return false;
            }

            if (said.Count > keptPieces && byKey.Values.SingleOrDefault(entry => !entry.IsDone) is { } running)
            {
                byKey[running.Key] = running with { Said = [.. said], Run = header.Run };
                dirty.Add(running.Key);
                keptPieces = said.Count;
            }
        }

        await LeaseAsync(isNewRun: false);
        return true;
    }

    /// <summary>Writes what is not written yet; nothing where there is nothing.</summary>
    /// <exception cref="TurnLostException">Somebody else wrote the turn in the meantime.</exception>
    public Task FlushAsync() => WriteAsync(unchanged => unchanged, evenIfClean: false);

    /// <summary>The waits, in the order they began in.</summary>
    public IEnumerable<JournalEntry> Waits => Entries.Where(entry => StepKeys.IsWait(entry.Key));

    /// <summary>Takes the turn for this process, or keeps it for longer.</summary>
    public Task LeaseAsync(bool isNewRun)
    {
        if (isNewRun)
        {
            ForgetSaid();
        }

        return WriteAsync(now => now with { Run = now.Run + (isNewRun ? 1 : 0) }, evenIfClean: true);
    }

    // What a run that was cut off has said of a step is not what this one will say.
    private void ForgetSaid()
    {
        lock (gate)
        {
            foreach (var entry in byKey.Values.Where(entry => entry.Said is not null).ToList())
            {
                byKey[entry.Key] = entry with { Said = null };
                dirty.Add(entry.Key);
            }
        }
    }

    /// <summary>Writes that the turn waits, and releases it.</summary>
    public Task SuspendAsync(TurnWait wait) => WriteAsync(now => now with { Wait = wait }, evenIfClean: true);

    /// <summary>Ends the turn's wait: whoever writes first has decided.</summary>
    /// <returns>False where the turn no longer waits for this, or somebody else was faster.</returns>
    public async Task<bool> TryResolveAsync(string waitKey, string result, DateTimeOffset now)
    {
        if (Header.Wait?.Key != waitKey)
        {
            return false;
        }

        try
        {
            End(waitKey, result, now);
            await WriteAsync(current => current with { Wait = null }, evenIfClean: true, leases: false);
            return true;
        }
        catch (TurnLostException)
        {
            return false;
        }
    }

    /// <summary>Ends a turn, whoever works on it: nothing of theirs is written any more.</summary>
    /// <returns>False where somebody else was faster.</returns>
    public async Task<bool> TryCancelAsync()
    {
        try
        {
            await WriteAsync(current => current with { Wait = null, IsCancelled = true }, evenIfClean: true, leases: false);
            return true;
        }
        catch (TurnLostException)
        {
            return false;
        }
    }

    /// <summary>Removes the turn's rows; it is stored elsewhere by now, or gone for good.</summary>
    public async Task DeleteAsync()
    {
        if (IsStored)
        {
            await store.DeleteAsync(Id, CancellationToken.None);
        }
    }

    public void Dispose() => writing.Dispose();

    private async Task WriteAsync(Func<JournalHeader, JournalHeader> change, bool evenIfClean, bool leases = true)
    {
        await writing.WaitAsync();
        try
        {
            if (isLost)
            {
                throw new TurnLostException();
            }

            var (next, steps) = Collect(change, leases && !isShared);
            while ((steps.Count > 0 || evenIfClean) && !await TryStoreAsync(next, steps))
            {
                await MergeAsync();
                (next, steps) = Collect(change, leases: false);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    private (JournalHeader Header, List<JournalEntry> Steps) Collect(Func<JournalHeader, JournalHeader> change, bool leases)
    {
        lock (gate)
        {
            var steps = dirty.Select(key => byKey[key]).OrderBy(entry => entry.Order).ToList();
            dirty.Clear();
            var next = change(header);
            return (next.Wait is null && leases ? store.Lease(next) : next with { Owner = "", LeaseUntil = default }, steps);
        }
    }

    /// <returns>False where somebody else wrote a shared journal in between.</returns>
    private async Task<bool> TryStoreAsync(JournalHeader next, List<JournalEntry> steps)
    {
        try
        {
            etag = await store.WriteAsync(next, etag, steps);
            lock (gate)
            {
                header = next;
                stored.UnionWith(steps.Select(step => step.Key));
            }

            return true;
        }
        catch (RowConflictException) when (!isShared)
        {
            isLost = true;
            throw new TurnLostException();
        }
        catch (RowConflictException)
        {
            lock (gate)
            {
                dirty.UnionWith(steps.Select(step => step.Key));
            }

            return false;
        }
        catch
        {
            // Not known to be written: the next flush writes it again.
            lock (gate)
            {
                dirty.UnionWith(steps.Select(step => step.Key));
            }

            throw;
        }
    }

    /// <summary>Takes in what others wrote. Of a step that two did, the first result stays; one that somebody else has begun is theirs.</summary>
    private async Task MergeAsync()
    {
        using var there = await store.LoadAsync(Id, CancellationToken.None);
        if (there is null or { Header: { IsCancelled: true } or { Wait: not null } })
        {
            isLost = true;
            throw new TurnLostException();
        }

        lock (gate)
        {
            (header, etag) = (there.Header, there.etag);
            foreach (var entry in there.Entries)
            {
                Merge(entry);
            }

            // Steps of this one that are not stored yet come after all others.
            var last = there.Entries.Select(entry => entry.Order).DefaultIfEmpty().Max();
            foreach (var key in dirty.Where(key => !stored.Contains(key)).OrderBy(key => byKey[key].Order).ToList())
            {
                byKey[key] = byKey[key] with { Order = ++last };
            }
        }
    }

    private void Merge(JournalEntry theirs)
    {
        if (!dirty.Contains(theirs.Key) || theirs.IsDone)
        {
            byKey[theirs.Key] = theirs;
            dirty.Remove(theirs.Key);
        }
        else if (stored.Contains(theirs.Key))
        {
            byKey[theirs.Key] = byKey[theirs.Key] with { Order = theirs.Order };
        }
        else
        {
            isLost = true;
            throw new TurnBusyException();
        }

        stored.Add(theirs.Key);
    }
}
