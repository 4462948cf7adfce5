namespace DigitalTwin.Storage;

/// <summary>Reads rows of a table that may be damaged: each damage comes out as one exception, and is counted.</summary>
internal sealed class CheckedRows(IRowStore rows, DamageBook damage, string table)
{
    /// <summary>As <see cref="IRowStore.GetAsync"/>.</summary>
    /// <exception cref="DamagedRowException">The row cannot be read.</exception>
    public async Task<Row?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.GetAsync(table, partition, key, cancellationToken);
        }
        catch (DamagedRowException error)
        {
            throw Damaged(partition, error);
        }
    }

    /// <summary>As <see cref="IRowStore.QueryAsync"/>.</summary>
    /// <exception cref="DamagedRowException">A row cannot be read.</exception>
    public async Task<IReadOnlyList<Row>> QueryAsync(string partition, RowRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.QueryAsync(table, partition, range, cancellationToken);
        }
        catch (DamagedRowException error)
        {
            throw Damaged(partition, error);
        }
    }

    /// <summary>Reads what rows say.</summary>
    /// <exception cref="DamagedRowException">They do not say what was written.</exception>
    public T Read<T>(string partition, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (DamagedRowException.IsMeantBy(error))
        {
            throw Damaged(partition, error);
        }
    }

    /// <summary>The same, but <see langword="null"/> where they are damaged.</summary>
    public T? TryRead<T>(string partition, Func<T> read)
        where T : class
    {
        try
        {
            return Read(partition, read);
        }
        catch (DamagedRowException)
        {
            return null;
        }
    }

    private DamagedRowException Damaged(string partition, Exception error)
    {
        damage.Add(partition);
        return new DamagedRowException($"Rows of '{partition}' are damaged.", error);
    }
}
