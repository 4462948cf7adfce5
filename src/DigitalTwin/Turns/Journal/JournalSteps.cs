using DigitalTwin.Prompts;

namespace DigitalTwin.Turns.Journal;

/// <summary>A turn's steps in memory, and which of them are not written yet. Safe for steps that run side by side.</summary>
internal sealed class JournalSteps(IReadOnlyList<JournalEntry> entries)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, JournalEntry> byKey = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
    private readonly HashSet<string> dirty = new(StringComparer.Ordinal);

    // Their beginning is written, and therefore known not to be another process's.
    private readonly HashSet<string> stored = new(entries.Select(entry => entry.Key), StringComparer.Ordinal);
    private readonly List<ReplyPiece> said = [];
    private int keptPieces;

    /// <summary>The steps, in the order they began in.</summary>
    public IReadOnlyList<JournalEntry> All()
    {
        lock (gate)
        {
            return [.. byKey.Values.OrderBy(entry => entry.Order)];
        }
    }

    public JournalEntry? Find(string key)
    {
        lock (gate)
        {
            return byKey.GetValueOrDefault(key);
        }
    }

    public JournalEntry Begin(string key, string request, DateTimeOffset now, DateTimeOffset? due, int run)
    {
        lock (gate)
        {
            var entry = new JournalEntry { Order = byKey.Count + 1, Key = key, Request = request, StartedAt = now, Due = due, Run = run };
            byKey.Add(key, entry);
            dirty.Add(key);
            return entry;
        }
    }

    public JournalEntry End(string key, string result, DateTimeOffset now, int run)
    {
        lock (gate)
        {
            said.Clear();
            keptPieces = 0;
            return Put_NeedsLock(byKey[key] with { Result = result, Said = null, EndedAt = now, Run = run });
        }
    }

    /// <summary>Notes what the model call that runs says.</summary>
    public void Say(ReplyPiece piece)
    {
        lock (gate)
        {
            said.Add(piece);
        }
    }

    /// <summary>Has what was said since the last time written with the step that says it.</summary>
    /// <returns>False where nothing new was said.</returns>
    public bool KeepSaid(int run)
    {
        lock (gate)
        {
            if (said.Count == keptPieces)
            {
                return false;
            }

            keptPieces = said.Count;
            Put_NeedsLock(byKey.Values.Single(entry => !entry.IsDone) with { Said = [.. said], Run = run });
            return true;
        }
    }

    /// <summary>What a run that was cut off has said of a step is not what the next one will say.</summary>
    public void ForgetSaid()
    {
        lock (gate)
        {
            foreach (var entry in byKey.Values.Where(entry => entry.Said is not null).ToList())
            {
                Put_NeedsLock(entry with { Said = null });
            }
        }
    }

    /// <summary>Takes the steps that are to be written, in order.</summary>
    public IReadOnlyList<JournalEntry> TakeUnwritten()
    {
        lock (gate)
        {
            var steps = dirty.Select(key => byKey[key]).OrderBy(entry => entry.Order).ToList();
            dirty.Clear();
            return steps;
        }
    }

    /// <summary>The steps were written.</summary>
    public void Written(IReadOnlyList<JournalEntry> steps)
    {
        lock (gate)
        {
            stored.UnionWith(steps.Select(step => step.Key));
        }
    }

    /// <summary>The steps are not known to be written: the next flush writes them again.</summary>
    public void NotWritten(IReadOnlyList<JournalEntry> steps)
    {
        lock (gate)
        {
            dirty.UnionWith(steps.Select(step => step.Key));
        }
    }

    /// <summary>Takes in what other processes wrote. Of a step that two did, the first result stays.</summary>
    /// <returns>False where another process has begun a step that this one began, too: it is theirs.</returns>
    public bool TryMerge(IReadOnlyList<JournalEntry> theirs)
    {
        lock (gate)
        {
            if (!theirs.All(TryMerge_NeedsLock))
            {
                return false;
            }

            // Steps of this process that are not stored yet come after all others.
            var last = theirs.Select(entry => entry.Order).DefaultIfEmpty().Max();
            foreach (var key in dirty.Where(key => !stored.Contains(key)).OrderBy(key => byKey[key].Order).ToList())
            {
                byKey[key] = byKey[key] with { Order = ++last };
            }

            return true;
        }
    }

    private bool TryMerge_NeedsLock(JournalEntry theirs)
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
            return false;
        }

        stored.Add(theirs.Key);
        return true;
    }

    private JournalEntry Put_NeedsLock(JournalEntry entry)
    {
        dirty.Add(entry.Key);
        return byKey[entry.Key] = entry;
    }
}
