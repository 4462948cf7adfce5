using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.Storage;

/// <summary>A test over a real store of rows, with a clock that it moves.</summary>
public abstract class RowStoreTest : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteRowStore database;

    protected RowStoreTest() => Rows = new CountingRowStore(database = DataOnDisk.OpenRows(folder.Path));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected CountingRowStore Rows { get; }

    protected ManualTime Time { get; } = new();

    public virtual void Dispose()
    {
        database.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
