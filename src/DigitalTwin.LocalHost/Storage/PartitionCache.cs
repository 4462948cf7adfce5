namespace DigitalTwin.LocalHost.Storage;

/// <summary>The partitions in memory: each is used by one caller at a time, the least recently used are dropped.</summary>
internal sealed class PartitionCache(long memoryLimit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> byUse = new();
    private long loadedBytes;

    public long LoadedBytes => Interlocked.Read(ref loadedBytes);

    /// <summary>Waits until the partition is free and, if <c>load</c> is set, loads it where it is not in memory.</summary>
    public async Task<Lease> AcquireAsync(string path, string partition, bool load, CancellationToken cancellationToken)
    {
        var entry = Enter(path, partition);
        try
        {
            await entry.Turn.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(entry);
            throw;
        }

        try
        {
            if (load)
            {
                entry.Log.EnsureLoaded();
            }

            return new Lease(this, entry);
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    private Entry Enter(string path, string partition)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(path, out var entry))
            {
                entry = new Entry(path, new PartitionLog(path, partition));
                entries.Add(path, entry);
            }
            else
            {
                byUse.Remove(entry.Node);
            }

            byUse.AddLast(entry.Node);
            entry.Users++;
            return entry;
        }
    }

    private void Release(Entry entry)
    {
        var bytes = entry.Log.Bytes;
        Interlocked.Add(ref loadedBytes, bytes - entry.CountedBytes);
        entry.CountedBytes = bytes;
        entry.Turn.Release();
        Leave(entry);
    }

    private void Leave(Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            var node = byUse.First;
            while (node is not null && LoadedBytes > memoryLimit)
            {
                var next = node.Next;
                if (node.Value.Users == 0)
                {
                    Forget(node.Value);
                }

                node = next;
            }

            // A partition that does not exist needs no entry.
            if (entry is { Users: 0, CountedBytes: 0 } && entries.ContainsKey(entry.Path))
            {
                Forget(entry);
            }
        }
    }

    private void Forget(Entry entry)
    {
        byUse.Remove(entry.Node);
        entries.Remove(entry.Path);
        Interlocked.Add(ref loadedBytes, -entry.CountedBytes);
    }

    private sealed class Entry
    {
        public Entry(string path, PartitionLog log)
        {
            (Path, Log) = (path, log);
            Node = new LinkedListNode<Entry>(this);
        }

        public string Path { get; }

        public PartitionLog Log { get; }

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public LinkedListNode<Entry> Node { get; }

        public int Users { get; set; }

        public long CountedBytes { get; set; }
    }

    /// <summary>A partition held by one caller until disposed.</summary>
    internal readonly struct Lease : IDisposable
    {
        private readonly PartitionCache cache;
        private readonly Entry entry;

        internal Lease(PartitionCache cache, object entry) => (this.cache, this.entry) = (cache, (Entry)entry);

        public PartitionLog Log => entry.Log;

        public void Dispose() => cache.Release(entry);
    }
}
