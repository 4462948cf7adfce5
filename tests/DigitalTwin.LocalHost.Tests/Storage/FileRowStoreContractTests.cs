using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class FileRowStoreContractTests : RowStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FileRowStore store;

    public FileRowStoreContractTests() => store = new FileRowStore(folder.Path, NullLogger<FileRowStore>.Instance);

    protected override IRowStore Store => store;

    protected override IRowStore Reopen() => new FileRowStore(folder.Path, NullLogger<FileRowStore>.Instance);

    public void Dispose() => folder.Dispose();
}

/// <summary>The same contract with so little memory that nothing stays loaded.</summary>
public sealed class FileRowStoreWithoutMemoryContractTests : RowStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FileRowStore store;

    public FileRowStoreWithoutMemoryContractTests()
        => store = new FileRowStore(folder.Path, NullLogger<FileRowStore>.Instance, memoryLimit: 0);

    protected override IRowStore Store => store;

    protected override IRowStore Reopen() => new FileRowStore(folder.Path, NullLogger<FileRowStore>.Instance, memoryLimit: 0);

    public void Dispose() => folder.Dispose();
}
