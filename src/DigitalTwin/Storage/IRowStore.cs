namespace DigitalTwin.Storage;

/// <summary>
/// Rows addressed by table, partition and key. Every feature stores its state here, so no feature needs an adapter of
/// its own.
/// </summary>
/// <remarks>
/// The limits are those of Azure Table storage, checked by <see cref="RowLimits"/> in every adapter, so that what works
/// on one machine works in the cloud: keys of 1 to 512 characters once escaped, 1 MiB for a row, 100 rows or 4 MiB for a
/// batch. Keys and values are any UTF-16 text, lone surrogates included, and are read back unchanged. Names of tables
/// (3 to 63 characters) and of values (at most 200) are letters and digits only.
/// A store that cannot be reached throws an <see cref="IOException"/>.
/// Source of the limits: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
/// </remarks>
public interface IRowStore
{
    /// <summary>Reads one row, or <see langword="null"/> where there is none.</summary>
    Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken);

    /// <summary>Reads the rows of a partition within <paramref name="range"/>, in ascending key order.</summary>
    /// <remarks>One round trip. Keys that must be read newest first are written with a descending number.</remarks>
    Task<IReadOnlyList<Row>> QueryAsync(string table, string partition, RowRange range, CancellationToken cancellationToken);

    /// <summary>Applies all writes or none, durably, and returns the new ETag of each (empty for a delete).</summary>
    /// <exception cref="RowConflictException">A row exists, is missing, or has another ETag than required.</exception>
    /// <exception cref="ArgumentException">The batch breaks a limit, is empty, or names a key twice.</exception>
    Task<IReadOnlyList<string>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<RowWrite> batch,
        CancellationToken cancellationToken);

    /// <summary>Deletes a partition with all its rows; nothing happens where it does not exist.</summary>
    Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the row with this key from every partition that has one. Scans the whole table: for sweeps and reports.
    /// </summary>
    IAsyncEnumerable<PartitionRow> ScanAsync(string table, string key, CancellationToken cancellationToken);
}
