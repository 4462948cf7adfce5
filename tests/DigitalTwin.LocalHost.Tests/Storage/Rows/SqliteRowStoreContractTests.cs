using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Storage.Rows;

public sealed class SqliteRowStoreContractTests : RowStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteRowStore store;
    private readonly List<SqliteRowStore> reopened = [];

    public SqliteRowStoreContractTests() => store = DataOnDisk.OpenRows(folder.Path);

    protected override IRowStore Store => store;

    protected override IRowStore Reopen()
    {
        reopened.Add(DataOnDisk.OpenRows(folder.Path));
        return reopened[^1];
    }

    public void Dispose()
    {
        reopened.ForEach(each => each.Dispose());
        store.Dispose();
        folder.Dispose();
    }
}
