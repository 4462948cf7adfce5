using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Storage.Rows;

public sealed class TwinDatabaseTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => folder.File(TwinDatabase.FileName);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(20_000)]
    public async Task A_damaged_database_is_refused_with_what_to_do(int at)
    {
        await FillAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(File, Token);
        bytes.Length.ShouldBeGreaterThan(100_000);
        new Random(at).NextBytes(bytes.AsSpan(at, 4096));
        await System.IO.File.WriteAllBytesAsync(File, bytes, Token);
        Should.Throw<StartupException>(() => TwinDatabase.Open(File)).Message.ShouldSatisfyAllConditions(
            said => said.ShouldContain($"The database {File} is damaged"),
            said => said.ShouldContain("backup"),
            said => said.ShouldContain("storage check"));
        TwinDatabase.Check(File).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_whole_database_has_nothing_wrong()
    {
        await FillAsync();
        TwinDatabase.Check(File).ShouldBeEmpty();
        TwinDatabase.Count(File).ShouldBe(200);
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused()
    {
        TwinDatabase.Open(File);
        using (var connection = DataOnDisk.Connect(folder.Path))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 2";
            command.ExecuteNonQuery();
        }

        Should.Throw<StartupException>(() => TwinDatabase.Open(File)).Message.ShouldContain("newer version");
    }

    [Fact]
    public async Task A_copy_has_what_was_acknowledged_while_others_write()
    {
        using var store = DataOnDisk.OpenRows(folder.Path);
        await store.WriteAsync("tests", "partition", [RowWrite.Insert("before", Values("x"))], Token);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteUntilAsync(store, stop.Token), Token);
        var copy = Directory.CreateDirectory(folder.File("copy")).FullName;
        TwinDatabase.Copy(File, Path.Combine(copy, TwinDatabase.FileName));
        await stop.CancelAsync();
        await writing;
        using var copied = DataOnDisk.OpenRows(copy);
        (await copied.GetAsync("tests", "partition", "before", Token)).ShouldNotBeNull();
        TwinDatabase.Check(Path.Combine(copy, TwinDatabase.FileName)).ShouldBeEmpty();
    }

    private static async Task WriteUntilAsync(SqliteRowStore store, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await store.WriteAsync("tests", "partition", [RowWrite.Insert($"k{i}", Values("x"))], Token);
        }
    }

    private async Task FillAsync()
    {
        using var store = DataOnDisk.OpenRows(folder.Path);
        foreach (var part in Enumerable.Range(0, 200).Chunk(100))
        {
            RowWrite[] batch = [.. part.Select(i => RowWrite.Insert($"k{i:D3}", Values(new string('x', 2_000))))];
            await store.WriteAsync("tests", "partition", batch, Token);
        }
    }

    private static Dictionary<string, string> Values(string text) => new() { ["v"] = text };
}
