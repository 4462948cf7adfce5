using System.Diagnostics;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Storage.Rows;

public sealed class SqliteRowStoreTests : IDisposable
{
    private const string Secret = "my-secret-words";

    private readonly TempFolder folder = new();
    private readonly SqliteRowStore store;

    public SqliteRowStoreTests() => store = DataOnDisk.OpenRows(folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Batches_that_are_committed_together_fail_each_for_itself()
    {
        await WriteAsync("taken", "first");
        var writes = Enumerable.Range(0, 300).Select(i => TryAsync(i % 3 == 0
            ? [RowWrite.Upsert($"k{i}", Values("x")), RowWrite.Insert("taken", Values("second"))]
            : [RowWrite.Upsert($"k{i}", Values("x"))]));
        var done = await Task.WhenAll(writes);
        done.Count(written => !written).ShouldBe(100);
        var rows = await store.QueryAsync("tests", "partition", new RowRange("k", "l", 1000), Token);
        rows.Select(row => int.Parse(row.Key[1..], System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(Enumerable.Range(0, 300).Where(i => i % 3 != 0), ignoreOrder: true);
        (await ReadAsync("taken")).ShouldBe("first");
    }

    [Fact]
    public async Task Many_erasures_at_once_write_the_database_anew_a_few_times_and_none_do_not()
    {
        using var log = new KeptLog();
        using var own = new TempFolder();
        using var rows = DataOnDisk.OpenRows(own.Path, log.Of<SqliteRowStore>());
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            await rows.WriteAsync("tests", $"p{i}", [RowWrite.Upsert("k", Values(Secret))], Token);
            await rows.DeletePartitionAsync("tests", $"p{i}", Token);
            await rows.OverwriteAsync(evenIfLarge: false);
        }));
        DataOnDisk.FilesWith(own.Path, Secret).ShouldBeEmpty();
        Rewritten().ShouldBeInRange(1, 20);
        await rows.OverwriteAsync(evenIfLarge: true);
        var before = Rewritten();
        await rows.OverwriteAsync(evenIfLarge: true);
        Rewritten().ShouldBe(before, "nothing was erased in between");

        int Rewritten() => log.Lines.Count(line => line.Contains("written anew", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_erased_is_in_no_file_when_the_call_returns(bool wholePartition)
    {
        await WriteAsync("a", Secret);
        await WriteAsync("b", "other");
        DataOnDisk.FilesWith(folder.Path, Secret).ShouldNotBeEmpty();
        await EraseAsync(wholePartition);
        DataOnDisk.FilesWith(folder.Path, Secret).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_holds_an_erasure_up_only_until_it_is_done()
    {
        await WriteAsync("a", Secret);
        Task erasing;
        using (var other = DataOnDisk.Connect(folder.Path))
        {
            using var reading = other.BeginTransaction(deferred: true);
            using var command = other.CreateCommand();
            command.CommandText = "SELECT count(*) FROM rows";
            command.ExecuteScalar();
            erasing = EraseAsync(wholePartition: true);

            // Others write meanwhile, and the erased row is not to be seen any more.
            await store.WriteAsync("tests", "other", [RowWrite.Insert("c", Values("on"))], Token);
            erasing.IsCompleted.ShouldBeFalse();
            (await ReadAsync("a")).ShouldBeNull();
        }

        await erasing;
        DataOnDisk.FilesWith(folder.Path, Secret).ShouldBeEmpty();
        (await store.GetAsync("tests", "other", "c", Token))!["v"].ShouldBe("on");
    }

    [Fact]
    public async Task What_was_overwritten_is_gone_with_the_next_erasure()
    {
        await WriteAsync("a", Secret);
        await store.WriteAsync("tests", "partition", [RowWrite.Upsert("a", Values("corrected"))], Token);
        await EraseAsync(wholePartition: true);
        DataOnDisk.FilesWith(folder.Path, Secret).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_scan_finds_its_rows_among_many_partitions_page_by_page()
    {
        for (var i = 0; i < 600; i++)
        {
            var header = i % 2 == 0 ? "h" : "other";
            RowWrite[] batch = [RowWrite.Insert(header, Values($"{i}")), RowWrite.Insert("m", Values("x"))];
            await store.WriteAsync("tests", $"p{i:D4}", batch, Token);
        }

        var found = await store.ScanAsync("tests", "h", Token).ToListAsync(Token);
        found.Select(row => row.Partition).ShouldBe(Enumerable.Range(0, 300).Select(i => $"p{2 * i:D4}"));
    }

    [Fact]
    public async Task A_caller_that_has_gone_writes_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => store.WriteAsync("tests", "partition", [RowWrite.Insert("k", Values("v"))], gone.Token));
        (await ReadAsync("k")).ShouldBeNull();
    }

    [Fact]
    public async Task On_a_full_disk_writing_is_refused_reading_and_erasing_go_on()
    {
        using var disk = new TempFolder();
        Assert.SkipUnless(TryMount(disk.Path), "Needs the right to mount a small disk.");
        try
        {
            var reserve = new DiskReserve(disk.File("reserve"));
            reserve.Take();
            using var full = DataOnDisk.OpenRows(disk.Path);
            await full.WriteAsync("tests", "partition", [RowWrite.Insert("a", Values(Secret))], Token);
            await FillAsync(full);
            await Should.ThrowAsync<StorageFullException>(
                () => full.WriteAsync("tests", "more", [RowWrite.Insert("b", Values(new string('x', 400_000)))], Token));
            (await full.GetAsync("tests", "partition", "a", Token))!["v"].ShouldBe(Secret);
            await full.DeletePartitionAsync("tests", "partition", Token);
            DataOnDisk.FilesWith(disk.Path, Secret).ShouldBeEmpty();
        }
        finally
        {
            Run("umount", "-l", disk.Path);
        }
    }

    private static async Task FillAsync(SqliteRowStore full)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await full.WriteAsync("tests", $"fill{i}", [RowWrite.Insert("x", Values(new string('x', 400_000)))], Token);
            }
            catch (StorageFullException)
            {
                return;
            }
        }
    }

    private static bool TryMount(string path)
        => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task<bool> TryAsync(RowWrite[] batch)
    {
        try
        {
            await store.WriteAsync("tests", "partition", batch, Token);
            return true;
        }
        catch (RowConflictException)
        {
            return false;
        }
    }

    private Task EraseAsync(bool wholePartition)
        => wholePartition
            ? store.DeletePartitionAsync("tests", "partition", Token)
            : store.WriteAsync("tests", "partition", [RowWrite.Delete("a")], Token);

    private Task WriteAsync(string key, string text)
        => store.WriteAsync("tests", "partition", [RowWrite.Insert(key, Values(text))], Token);

    private async Task<string?> ReadAsync(string key) => (await store.GetAsync("tests", "partition", key, Token))?["v"];

    private static Dictionary<string, string> Values(string text) => new() { ["v"] = text };
}
