using DigitalTwin.Storage;

namespace DigitalTwin.Testing;

/// <summary>What every <see cref="IRowStore"/> keeps; each adapter's tests derive from it.</summary>
public abstract partial class RowStoreContract
{
    private const string Table = "contract";

    private readonly string partition = "p" + Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test; the same one each time within a test.</summary>
    protected abstract IRowStore Store { get; }

    /// <summary>Another instance on the same data, as after a restart.</summary>
    protected abstract IRowStore Reopen();

    public static TheoryData<string> AwkwardTexts => new(
        "", " ", "plain", "a/b\\c#d?e%f'g~h", "line\nbreak\r\n\ttab", "\0\u0001\u001b\u007f\u0085",
        "😀 emoji 👩‍👩‍👧", "\ud83d", "x\udc00y", "\udc00\ud83d",
        "\ufeff\ufffe\uffff", "\ue01b0041 \ue01b", "日本語 العربية", "\"quotes\" {\"json\":1}", new string('~', 40));

    [Fact]
    public async Task A_row_that_was_never_written_is_null()
        => (await Store.GetAsync(Table, partition, "none", Token)).ShouldBeNull();

    [Theory]
    [MemberData(nameof(AwkwardTexts), DisableDiscoveryEnumeration = true)]
    public async Task Any_text_comes_back_as_it_was_written(string text)
    {
        await WriteAsync(RowWrite.Insert("k", Values(text)));
        (await Store.GetAsync(Table, partition, "k", Token))!["v"].ShouldBe(text);
        (await Reopen().GetAsync(Table, partition, "k", Token))!["v"].ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(AwkwardTexts), DisableDiscoveryEnumeration = true)]
    public async Task Any_text_but_the_empty_one_is_a_key_and_a_partition(string text)
    {
        if (text.Length == 0)
        {
            await Should.ThrowAsync<ArgumentException>(() => WriteAsync(RowWrite.Insert(text, Values("v"))));
            return;
        }

        var place = partition + text;
        await Store.WriteAsync(Table, place, [RowWrite.Insert(text, Values("v"))], Token);
        (await Reopen().GetAsync(Table, place, text, Token))!.Key.ShouldBe(text);
        (await Store.ScanAsync(Table, text, Token).ToListAsync(Token)).Select(found => found.Partition).ShouldContain(place);
        await Store.DeletePartitionAsync(Table, place, Token);
    }

    [Fact]
    public async Task Keys_that_differ_in_case_only_are_different()
    {
        await WriteAsync(RowWrite.Insert("Key", Values("upper")), RowWrite.Insert("key", Values("lower")));
        await Store.WriteAsync(Table, partition.ToUpperInvariant(), [RowWrite.Insert("key", Values("other"))], Token);
        (await Store.GetAsync(Table, partition, "Key", Token))!["v"].ShouldBe("upper");
        (await Store.GetAsync(Table, partition, "key", Token))!["v"].ShouldBe("lower");
        await Store.DeletePartitionAsync(Table, partition.ToUpperInvariant(), Token);
    }

    [Fact]
    public async Task A_message_of_300_KB_is_kept_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i:D6} é😀"));
        await WriteAsync(RowWrite.Insert("k", Values(text)));
        (await Reopen().GetAsync(Table, partition, "k", Token))!["v"].ShouldBe(text);
    }

    [Fact]
    public async Task A_surrogate_pair_at_every_boundary_of_a_chunk_survives()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 40_000));
        await WriteAsync(RowWrite.Insert("k", Values(text)));
        (await Store.GetAsync(Table, partition, "k", Token))!["v"].ShouldBe(text);
    }

    [Fact]
    public async Task Inserting_what_is_there_fails_and_leaves_the_whole_batch_undone()
    {
        await WriteAsync(RowWrite.Insert("b", Values("old")));
        RowWrite[] batch = [RowWrite.Insert("a", Values("new")), RowWrite.Insert("b", Values("new"))];
        var conflict = await Should.ThrowAsync<RowConflictException>(() => WriteAsync(batch));
        conflict.Key.ShouldBe("b");
        (await Store.GetAsync(Table, partition, "a", Token)).ShouldBeNull();
        (await Store.GetAsync(Table, partition, "b", Token))!["v"].ShouldBe("old");
    }

    [Fact]
    public async Task A_replace_needs_the_ETag_that_is_there()
    {
        var first = (await WriteAsync(RowWrite.Insert("k", Values("1"))))[0];
        var second = (await WriteAsync(RowWrite.Replace("k", Values("2"), first)))[0];
        second.ShouldNotBe(first);
        await Should.ThrowAsync<RowConflictException>(() => WriteAsync(RowWrite.Replace("k", Values("3"), first)));
        (await Reopen().GetAsync(Table, partition, "k", Token))!.ETag.ShouldBe(second);
        await Should.ThrowAsync<RowConflictException>(() => WriteAsync(RowWrite.Replace("missing", Values("3"), second)));
    }

    [Fact]
    public async Task A_partition_that_was_deleted_and_begun_anew_repeats_no_ETag()
    {
        var old = (await WriteAsync(RowWrite.Insert("k", Values("1"))))[0];
        await Store.DeletePartitionAsync(Table, partition, Token);
        await WriteAsync(RowWrite.Insert("k", Values("1")));
        await Should.ThrowAsync<RowConflictException>(() => WriteAsync(RowWrite.Replace("k", Values("2"), old)));
    }

    [Fact]
    public async Task Upsert_and_delete_take_what_is_there()
    {
        await WriteAsync(RowWrite.Upsert("k", Values("1")), RowWrite.Delete("missing"));
        await WriteAsync(RowWrite.Upsert("k", new Dictionary<string, string> { ["other"] = "2" }));
        var row = (await Store.GetAsync(Table, partition, "k", Token))!;
        row["v"].ShouldBeNull();
        row["other"].ShouldBe("2");
        (await WriteAsync(RowWrite.Delete("k")))[0].ShouldBe("");
        (await Reopen().GetAsync(Table, partition, "k", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_query_gives_rows_in_key_order_within_its_range_and_limit()
    {
        await Store.WriteAsync(Table, partition, [.. Rows(50).AsEnumerable().Reverse()], Token);
        var rows = await Store.QueryAsync(Table, partition, new RowRange("k010", "k020", 5), Token);
        rows.Select(row => row.Key).ShouldBe(["k010", "k011", "k012", "k013", "k014"]);
        (await Store.QueryAsync(Table, partition, new RowRange("k048", "l", 1000), Token)).Count.ShouldBe(2);
        (await Store.QueryAsync(Table, partition, RowRange.Prefix("k04", 100), Token)).Count.ShouldBe(10);
        (await Store.QueryAsync(Table, partition, RowRange.Prefix("zz", 100), Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task A_partition_is_read_page_by_page_and_every_row_once(int limit)
    {
        string[] keys = ["k", "k!", "k\0", "k/a", "k0", "kA", "ka", "k~", "ké", "k😀", .. Enumerable.Range(0, 20).Select(i => $"k{i:D3}")];
        await WriteAsync([.. keys.Select(key => RowWrite.Insert(key, Values(key)))]);
        var range = RowRange.Prefix("k", limit);
        var found = new List<string>();
        while (await Store.QueryAsync(Table, partition, range, Token) is { Count: > 0 } page)
        {
            page.Count.ShouldBeLessThanOrEqualTo(limit);
            found.AddRange(page.Select(row => row.Key));
            range = range with { After = page[^1].Key };
        }

        found.ShouldBe(keys, ignoreOrder: true);
        var whole = await Store.QueryAsync(Table, partition, RowRange.Prefix("k", 100), Token);
        found.ShouldBe(whole.Select(row => row.Key));
    }

    [Fact]
    public async Task A_query_can_leave_values_out()
    {
        await WriteAsync(RowWrite.Insert("k", new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));
        var row = (await Store.QueryAsync(Table, partition, RowRange.Prefix("k", 1, ["b", "none"]), Token)).ShouldHaveSingleItem();
        row.Values.ShouldBe(new Dictionary<string, string> { ["b"] = "2" });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_query_for_no_or_too_many_rows_is_refused(int limit)
        => await Should.ThrowAsync<ArgumentException>(() => Store.QueryAsync(Table, partition, RowRange.Prefix("k", limit), Token));

    [Fact]
    public async Task Deleting_a_partition_leaves_its_neighbours()
    {
        await WriteAsync(RowWrite.Insert("k", Values("1")));
        await Store.WriteAsync(Table, partition + "2", [RowWrite.Insert("k", Values("2"))], Token);
        await Store.DeletePartitionAsync(Table, partition, Token);
        await Store.DeletePartitionAsync(Table, partition, Token);
        (await AllAsync()).ShouldBeEmpty();
        (await Reopen().GetAsync(Table, partition + "2", "k", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Concurrent_replaces_of_one_row_lose_no_update()
    {
        await WriteAsync(RowWrite.Insert("k", Values("0")));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AddOneAsync("k"), Token)));
        (await Store.GetAsync(Table, partition, "k", Token))!["v"].ShouldBe("8");
    }

    private async Task AddOneAsync(string key)
    {
        while (true)
        {
            var row = (await Store.GetAsync(Table, partition, key, Token))!;
            try
            {
                var next = int.Parse(row["v"]!, System.Globalization.CultureInfo.InvariantCulture) + 1;
                await WriteAsync(RowWrite.Replace(key, Values($"{next}"), row.ETag));
                return;
            }
            catch (RowConflictException)
            {
                // Someone else was first: again.
            }
        }
    }

    private Task<IReadOnlyList<string>> WriteAsync(params RowWrite[] batch) => Store.WriteAsync(Table, partition, batch, Token);

    private Task<IReadOnlyList<Row>> AllAsync() => Store.QueryAsync(Table, partition, new RowRange("!", "~~", 1000), Token);

    private static List<RowWrite> Rows(int count)
        => [.. Enumerable.Range(0, count).Select(i => RowWrite.Insert($"k{i:D3}", Values($"{i}")))];

    private static Dictionary<string, string> Values(string text) => new() { ["v"] = text };
}
