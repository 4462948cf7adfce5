using DigitalTwin.Storage;

namespace DigitalTwin.Testing;

/// <content>The limits of names, keys, rows and batches.</content>
public abstract partial class RowStoreContract
{
    [Fact]
    public async Task A_row_over_1_MiB_is_refused()
        => (await Should.ThrowAsync<ArgumentException>(() => WriteAsync(RowWrite.Insert("k", Values(new string('x', 520_500))))))
            .Message.ShouldContain("1048576");

    [Fact]
    public async Task A_batch_of_100_rows_is_taken_and_of_101_refused_with_nothing_written()
    {
        await Store.WriteAsync(Table, partition, Rows(100), Token);
        (await AllAsync()).Count.ShouldBe(100);
        await Store.DeletePartitionAsync(Table, partition, Token);
        var error = await Should.ThrowAsync<ArgumentException>(() => Store.WriteAsync(Table, partition, Rows(101), Token));
        error.Message.ShouldContain("101");
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_over_4_MiB_is_refused_with_nothing_written()
    {
        var batch = Enumerable.Range(0, 10).Select(i => RowWrite.Insert($"k{i}", Values(new string('x', 500_000)))).ToList();
        var error = await Should.ThrowAsync<ArgumentException>(() => Store.WriteAsync(Table, partition, batch, Token));
        error.Message.ShouldContain("4194304");
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_near_4_MiB_is_kept_whole()
    {
        var batch = Enumerable.Range(0, 8).Select(i => RowWrite.Insert($"k{i}", Values(new string('x', 500_000)))).ToList();
        await Store.WriteAsync(Table, partition, batch, Token);
        (await Reopen().QueryAsync(Table, partition, RowRange.Prefix("k", 10), Token)).Count.ShouldBe(8);
    }

    [Fact]
    public async Task An_empty_batch_and_a_key_named_twice_are_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.WriteAsync(Table, partition, [], Token));
        await Should.ThrowAsync<ArgumentException>(() => WriteAsync(RowWrite.Upsert("k", Values("1")), RowWrite.Delete("k")));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("with-dash")]
    [InlineData("../up")]
    [InlineData("9start")]
    public async Task A_bad_table_name_is_refused(string table)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(table, partition, "k", Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.WriteAsync(table, partition, [RowWrite.Upsert("k", Values("v"))], Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with_underscore")]
    [InlineData("9start")]
    public async Task A_bad_value_name_is_refused(string name)
    {
        var values = new Dictionary<string, string> { [name] = "v" };
        await Should.ThrowAsync<ArgumentException>(() => WriteAsync(RowWrite.Insert("k", values)));
    }

    [Fact]
    public async Task A_key_over_512_characters_is_refused()
        => await Should.ThrowAsync<ArgumentException>(() => WriteAsync(RowWrite.Insert(new string('k', 513), Values("v"))));
}
