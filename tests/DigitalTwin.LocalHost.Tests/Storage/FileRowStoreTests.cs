using System.Text;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class FileRowStoreTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string LogFile => Directory.GetFiles(folder.Path, "*.jsonl", SearchOption.AllDirectories).ShouldHaveSingleItem();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_compaction_that_fails_loses_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a folder in the place of a file.");
        var store = Open();
        await WriteAsync(store, "kept", "first");
        Directory.CreateDirectory(LogFile + ".tmp");
        for (var i = 0; i < 60; i++)
        {
            await store.WriteAsync("tests", "partition", [RowWrite.Upsert("other", Values($"{i}{new string('x', 5_000)}"))], Token);
        }

        (await ReadAsync(Open(), "kept")).ShouldBe("first");
        (await ReadAsync(Open(), "other"))!.ShouldStartWith("59");
        new FileInfo(LogFile).Length.ShouldBeGreaterThan(60 * 5_000);
        Directory.Delete(LogFile + ".tmp");
        for (var i = 0; i < 20; i++)
        {
            await store.WriteAsync("tests", "partition", [RowWrite.Upsert("other", Values($"{i}{new string('x', 5_000)}"))], Token);
        }

        new FileInfo(LogFile).Length.ShouldBeLessThan(200_000);
        (await ReadAsync(Open(), "kept")).ShouldBe("first");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{\"n\":2,\"rows\":[null]}")]
    public async Task A_damaged_partition_is_said_left_out_of_scans_and_can_be_erased(string line)
    {
        var store = Open();
        await store.WriteAsync("tests", "good", [RowWrite.Insert("h", Values("x"))], Token);
        await store.WriteAsync("tests", "bad", [RowWrite.Insert("h", Values("y"))], Token);
        var file = Directory.GetFiles(Path.Combine(folder.Path, "tests")).Single(path => path.Contains("bad", StringComparison.Ordinal));
        var lines = await File.ReadAllLinesAsync(file, Token);
        await File.WriteAllLinesAsync(file, [lines[0], line, lines[1]], Token);
        var reopened = Open();
        var error = await Should.ThrowAsync<InvalidDataException>(() => reopened.GetAsync("tests", "bad", "h", Token));
        error.Message.ShouldContain("Line 2");
        (await reopened.ScanAsync("tests", "h", Token).ToListAsync(Token)).ShouldHaveSingleItem().Partition.ShouldBe("good");
        await reopened.DeletePartitionAsync("tests", "bad", Token);
        File.Exists(file).ShouldBeFalse();
        (await reopened.GetAsync("tests", "bad", "h", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_last_line_cut_short_at_any_byte_is_dropped_and_all_before_it_kept()
    {
        await WriteAsync(Open(), "a", "first");
        var kept = new FileInfo(LogFile).Length;
        await WriteAsync(Open(), "b", "second");
        var whole = await File.ReadAllBytesAsync(LogFile, Token);
        for (var length = kept; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(LogFile, whole[..(int)length], Token);
            var store = Open();
            (await ReadAsync(store, "a")).ShouldBe("first");
            (await ReadAsync(store, "b")).ShouldBeNull();
            await WriteAsync(store, "c", "third");
            (await ReadAsync(Open(), "c")).ShouldBe("third");
            (await ReadAsync(Open(), "a")).ShouldBe("first");
        }
    }

    [Fact]
    public async Task A_first_write_cut_short_at_any_byte_leaves_an_empty_partition()
    {
        await WriteAsync(Open(), "a", "first");
        var whole = await File.ReadAllBytesAsync(LogFile, Token);
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(LogFile, whole[..length], Token);
            (await ReadAsync(Open(), "a")).ShouldBeNull();
            (await Open().ScanAsync("tests", "a", Token).ToListAsync(Token)).ShouldBeEmpty();
            await WriteAsync(Open(), "b", "again");
            (await ReadAsync(Open(), "b")).ShouldBe("again");
        }
    }

    [Fact]
    public async Task A_last_line_of_zeros_as_a_power_cut_leaves_it_is_dropped()
    {
        await WriteAsync(Open(), "a", "first");
        await File.AppendAllBytesAsync(LogFile, [.. new byte[100], (byte)'\n'], Token);
        (await ReadAsync(Open(), "a")).ShouldBe("first");
    }

    [Fact]
    public async Task Damage_before_the_last_line_is_said_with_file_and_line()
    {
        await WriteAsync(Open(), "a", "first");
        await WriteAsync(Open(), "b", "second");
        var text = await File.ReadAllTextAsync(LogFile, Token);
        await File.WriteAllTextAsync(LogFile, text.Replace("\"first\"", "\"first", StringComparison.Ordinal), Token);
        var error = await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(Open(), "b"));
        error.Message.ShouldContain("Line 2");
        error.Message.ShouldContain(LogFile);
    }

    [Fact]
    public async Task Erased_text_is_gone_from_the_disk()
    {
        var store = Open();
        await WriteAsync(store, "a", "my-secret-words");
        await store.DeletePartitionAsync("tests", "partition", Token);
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .ShouldAllBe(file => !File.ReadAllText(file).Contains("my-secret-words"));
    }

    [Fact]
    public async Task A_file_that_is_mostly_history_is_rewritten_and_nothing_changes()
    {
        var store = Open();
        var etag = (await store.WriteAsync("tests", "partition", [RowWrite.Insert("stays", Values("here"))], Token))[0];
        for (var i = 0; i < 200; i++)
        {
            await store.WriteAsync("tests", "partition", [RowWrite.Upsert("header", Values(new string('x', 2_000) + i))], Token);
        }

        new FileInfo(LogFile).Length.ShouldBeLessThan(100_000);
        foreach (var each in new[] { store, Open() })
        {
            (await each.GetAsync("tests", "partition", "stays", Token))!.ETag.ShouldBe(etag);
            (await ReadAsync(each, "header"))!.ShouldEndWith("199");
        }
    }

    [Fact]
    public async Task A_partition_emptied_row_by_row_keeps_counting_its_ETags()
    {
        var store = Open();
        for (var i = 0; i < 100; i++)
        {
            await store.WriteAsync("tests", "partition", [RowWrite.Upsert("row", Values(new string('x', 2_000)))], Token);
            await store.WriteAsync("tests", "partition", [RowWrite.Delete("row")], Token);
        }

        var before = (await store.WriteAsync("tests", "partition", [RowWrite.Insert("row", Values("1"))], Token))[0];
        var reopened = Open();
        await reopened.WriteAsync("tests", "partition", [RowWrite.Delete("row")], Token);
        (await reopened.WriteAsync("tests", "partition", [RowWrite.Insert("row", Values("1"))], Token))[0].ShouldNotBe(before);
    }

    [Fact]
    public async Task Rewriting_that_a_crash_cut_short_leaves_the_old_file()
    {
        await WriteAsync(Open(), "a", "first");
        await File.WriteAllTextAsync(LogFile + ".tmp", "{\"partition\":\"par", Token);
        (await ReadAsync(Open(), "a")).ShouldBe("first");
        await Open().DeletePartitionAsync("tests", "partition", Token);
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_that_fails_is_not_there_and_the_next_one_is()
    {
        var store = Open();
        await WriteAsync(store, "a", "first");
        var file = LogFile;
        var content = await File.ReadAllBytesAsync(file, Token);
        File.Delete(file);
        Directory.CreateDirectory(file);
        await Should.ThrowAsync<Exception>(() => WriteAsync(store, "b", "second"));
        Directory.Delete(file);
        await File.WriteAllBytesAsync(file, content, Token);
        (await ReadAsync(store, "b")).ShouldBeNull();
        await WriteAsync(store, "c", "third");
        (await ReadAsync(Open(), "a")).ShouldBe("first");
        (await ReadAsync(Open(), "c")).ShouldBe("third");
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_leaves_the_partition_to_others()
    {
        var store = Open();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => store.GetAsync("tests", "partition", "k", gone.Token));
        await WriteAsync(store, "k", "v");
        (await ReadAsync(store, "k")).ShouldBe("v");
    }

    [Fact]
    public async Task Lines_are_plain_JSON_that_a_person_can_read()
    {
        await WriteAsync(Open(), "a", "hello");
        var lines = await File.ReadAllLinesAsync(LogFile, Encoding.UTF8, Token);
        lines.Length.ShouldBe(2);
        lines[1].ShouldBe("""{"n":1,"rows":[{"k":"a","n":1,"v":{"v":"hello"}}]}""");
    }

    private FileRowStore Open() => new(folder.Path, NullLogger<FileRowStore>.Instance);

    private static Task WriteAsync(FileRowStore store, string key, string text)
        => store.WriteAsync("tests", "partition", [RowWrite.Insert(key, Values(text))], Token);

    private static async Task<string?> ReadAsync(FileRowStore store, string key)
        => (await store.GetAsync("tests", "partition", key, Token))?["v"];

    private static Dictionary<string, string> Values(string text) => new() { ["v"] = text };
}
