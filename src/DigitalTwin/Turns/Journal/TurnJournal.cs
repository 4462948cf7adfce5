using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Storage;

namespace DigitalTwin.Turns.Journal;

/// <summary>
/// A turn's steps in memory and in its rows. Steps are added in memory and written before the next one begins, so that a
/// turn of one step writes no journal at all.
/// </summary>
/// <remarks>
/// <code>
/// Begin ─ End ─ Begin ─ ...      in memory
///      └ FlushAsync └ ...        one batch: the header, replaced under its ETag, and every step that is not written yet
/// </code>
/// The header's ETag is the fence: once another process has written it, nothing of this process is written any more. A shared
/// journal is written by several activities that do different steps: there a write that comes second is done again over what is there
/// by then, and only a turn that is cancelled, waits or is gone is out of reach. Played through: the tools 1:0 and 1:1 run side by side in
/// two activities; the second to end meets another ETag, reads the journal, takes in the result of 1:0 and writes its own after it.
/// </remarks>
internal sealed class TurnJournal(
    JournalStore store, JournalHeader header, string? etag, IReadOnlyList<JournalEntry> entries, bool isShared) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly JournalSteps steps = new(entries);
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
    public IReadOnlyList<JournalEntry> Entries => steps.All();

    /// <summary>The waits, in the order they began in.</summary>
    public IEnumerable<JournalEntry> Waits => Entries.Where(entry => StepKeys.IsWait(entry.Key));

    public JournalEntry? Find(string key) => steps.Find(key);

    /// <summary>Adds a step that begins.</summary>
    public JournalEntry Begin(string key, string request, DateTimeOffset now, DateTimeOffset? due = null)
        => steps.Begin(key, request, now, due, Header.Run);

    /// <summary>Adds what came of a step.</summary>
    public JournalEntry End(string key, string result, DateTimeOffset now) => steps.End(key, result, now, Header.Run);

    /// <summary>Notes what the model call that runs says. <see cref="KeepAsync"/> writes it.</summary>
    public void Say(ReplyPiece piece) => steps.Say(piece);

    /// <summary>
    /// Writes what the model call that runs has said since the last time, for other processes to show, and keeps the turn for longer.
    /// </summary>
    /// <param name="evenIfSilent">Whether to write where nothing new was said.</param>
    /// <returns>Whether anything was written.</returns>
    /// <exception cref="TurnLostException">Another process wrote the turn in the meantime.</exception>
    public async Task<bool> KeepAsync(bool evenIfSilent)
    {
        if (!steps.KeepSaid(Header.Run) && !evenIfSilent)
        {
            return false;
        }

        await LeaseAsync(isNewRun: false);
        return true;
    }

    /// <summary>Writes what is not written yet; nothing where there is nothing.</summary>
    /// <exception cref="TurnLostException">Another process wrote the turn in the meantime.</exception>
    public Task FlushAsync() => WriteAsync(unchanged => unchanged, evenIfClean: false);

    /// <summary>Takes the turn for this process, or keeps it for longer.</summary>
    /// <param name="isNewRun">Whether the turn was cut off and is taken up now.</param>
    /// <exception cref="TurnLostException">Another process wrote the turn in the meantime.</exception>
    public Task LeaseAsync(bool isNewRun)
    {
        if (isNewRun)
        {
            steps.ForgetSaid();
        }

        return WriteAsync(now => now with { Run = now.Run + (isNewRun ? 1 : 0) }, evenIfClean: true);
    }

    /// <summary>Writes that the turn waits, and releases it.</summary>
    /// <exception cref="TurnLostException">Another process wrote the turn in the meantime.</exception>
    public Task SuspendAsync(TurnWait wait) => WriteAsync(now => now with { Wait = wait }, evenIfClean: true);

    /// <summary>Ends the turn's wait: the first to write has decided.</summary>
    /// <returns>False where the turn no longer waits for this, or another process was faster.</returns>
    public async Task<bool> TryResolveAsync(string waitKey, string result, DateTimeOffset now)
    {
        if (Header.Wait?.Key != waitKey)
        {
            return false;
        }

        End(waitKey, result, now);
        return await TryWriteAsync(current => current with { Wait = null });
    }

    /// <summary>Ends a turn, whichever process works on it: nothing of that one's is written any more.</summary>
    /// <returns>False where another process was faster.</returns>
    public Task<bool> TryCancelAsync() => TryWriteAsync(current => current with { Wait = null, IsCancelled = true });

    /// <summary>Removes the turn's rows; it is stored elsewhere by now, or gone for good.</summary>
    public async Task DeleteAsync()
    {
        if (IsStored)
        {
            await store.DeleteAsync(Id, CancellationToken.None);
        }
    }

    public void Dispose() => writing.Dispose();

    private async Task<bool> TryWriteAsync(Func<JournalHeader, JournalHeader> change)
    {
        try
        {
            await WriteAsync(change, evenIfClean: true, leases: false);
            return true;
        }
        catch (TurnLostException)
        {
            return false;
        }
    }

    private async Task WriteAsync(Func<JournalHeader, JournalHeader> change, bool evenIfClean, bool leases = true)
    {
        await writing.WaitAsync();
        try
        {
            if (isLost)
            {
                throw new TurnLostException();
            }

            var unwritten = steps.TakeUnwritten();
            var next = Change(change, leases && !isShared);
            while ((unwritten.Count > 0 || evenIfClean) && !await TryStoreAsync(next, unwritten))
            {
                await MergeAsync();
                unwritten = steps.TakeUnwritten();
                next = Change(change, leases: false);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    private JournalHeader Change(Func<JournalHeader, JournalHeader> change, bool leases)
    {
        var next = change(Header);
        return next.Wait is null && leases ? store.Lease(next) : next with { Owner = "", LeaseUntil = default };
    }

    /// <returns>False where another process wrote a shared journal in between.</returns>
    private async Task<bool> TryStoreAsync(JournalHeader next, IReadOnlyList<JournalEntry> unwritten)
    {
        try
        {
            etag = await store.WriteAsync(next, etag, unwritten);
            SetHeader(next);
            steps.Written(unwritten);
            return true;
        }
        catch (RowConflictException) when (!isShared)
        {
            throw Lost();
        }
        catch (RowConflictException)
        {
            steps.NotWritten(unwritten);
            return false;
        }
        catch
        {
            steps.NotWritten(unwritten);
            throw;
        }
    }

    private async Task MergeAsync()
    {
        using var there = await store.LoadAsync(Id, CancellationToken.None);
        if (there is null or { Header: { IsCancelled: true } or { Wait: not null } })
        {
            throw Lost();
        }

        SetHeader(there.Header);
        etag = there.etag;
        if (!steps.TryMerge(there.Entries))
        {
            isLost = true;
            throw new TurnBusyException();
        }
    }

    private TurnLostException Lost()
    {
        isLost = true;
        return new TurnLostException();
    }

    private void SetHeader(JournalHeader next)
    {
        lock (gate)
        {
            header = next;
        }
    }
}
