namespace DigitalTwin.Storage;

/// <summary>Counts what was found damaged since the start, for readiness.</summary>
internal sealed class DamageBook
{
    private const int MostRemembered = 1_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> partitions = new(StringComparer.Ordinal);

    /// <summary>How many partitions have damaged rows, at most 1,000.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return partitions.Count;
            }
        }
    }

    /// <summary>Notes a partition with damaged rows.</summary>
    public void Add(string partition)
    {
        lock (gate)
        {
            if (partitions.Count < MostRemembered)
            {
                partitions.Add(partition);
            }
        }
    }
}
