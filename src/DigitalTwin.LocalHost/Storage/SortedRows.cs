namespace DigitalTwin.LocalHost.Storage;

/// <summary>The rows of a partition in memory, in the ordinal order of their escaped keys.</summary>
internal sealed class SortedRows
{
    private const int RowOverhead = 96;

    private readonly List<StoredRow> rows = [];

    /// <summary>Approximate bytes of memory that the rows take.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyList<StoredRow> All => rows;

    public StoredRow? Find(string key)
    {
        var index = IndexOf(key);
        return index >= 0 ? rows[index] : null;
    }

    /// <summary>The rows from one key, inclusive, to another, exclusive.</summary>
    public IEnumerable<StoredRow> Between(string from, string to)
    {
        var index = IndexOf(from);
        return rows.Skip(index >= 0 ? index : ~index).TakeWhile(row => string.CompareOrdinal(row.Key, to) < 0);
    }

    /// <summary>Puts in the changed rows, and takes out those without values.</summary>
    public void Apply(IReadOnlyList<StoredRow> changes)
    {
        foreach (var change in changes)
        {
            var index = IndexOf(change.Key);
            if (index >= 0)
            {
                Bytes -= SizeOf(rows[index]);
                rows.RemoveAt(index);
            }

            if (change.Values is not null)
            {
                rows.Insert(index >= 0 ? index : ~index, change);
                Bytes += SizeOf(change);
            }
        }
    }

    public void Clear()
    {
        rows.Clear();
        Bytes = 0;
    }

    // As List.BinarySearch: the complement of where the key would be, if it is missing.
    private int IndexOf(string key)
    {
        var (low, high) = (0, rows.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(rows[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private static long SizeOf(StoredRow row)
        => RowOverhead + (2L * row.Key.Length)
            + row.Values!.Sum(value => RowOverhead + (2L * (value.Key.Length + value.Value.Length)));
}
