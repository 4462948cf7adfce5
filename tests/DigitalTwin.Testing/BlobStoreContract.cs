using DigitalTwin.Storage;

namespace DigitalTwin.Testing;

/// <summary>What every <see cref="IBlobStore"/> keeps; each adapter's tests derive from it.</summary>
public abstract class BlobStoreContract
{
    private readonly string name = $"contract/{Guid.NewGuid():N}.md";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test; the same one each time within a test.</summary>
    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task Content_that_was_never_written_is_missing()
    {
        (await Store.ReadAsync(name, null, Token)).State.ShouldBe(BlobState.Missing);
        (await Store.ListVersionsAsync(name, Token)).ShouldBeEmpty();
        (await Store.ReadVersionAsync(name, "none", Token)).ShouldBeNull();
        await Store.DeleteAsync(name, Token);
    }

    [Fact]
    public async Task Content_comes_back_with_the_ETag_it_was_written_with()
    {
        var written = await Store.WriteAsync(name, Bytes(0, 255, 10), BlobCondition.Any, Token);
        var read = await Store.ReadAsync(name, null, Token);
        read.State.ShouldBe(BlobState.Found);
        read.Content!.Bytes.ToArray().ShouldBe(new byte[] { 0, 255, 10 });
        read.Content.ETag.ShouldBe(written.ETag);
    }

    [Fact]
    public async Task Content_that_did_not_change_is_not_sent_again()
    {
        var first = await Store.WriteAsync(name, Bytes(1), BlobCondition.Any, Token);
        (await Store.ReadAsync(name, first.ETag, Token)).ShouldBe(BlobRead.NotModified);
        await Store.WriteAsync(name, Bytes(2), BlobCondition.Any, Token);
        (await Store.ReadAsync(name, first.ETag, Token)).State.ShouldBe(BlobState.Found);
    }

    [Fact]
    public async Task A_conditional_write_does_nothing_where_the_condition_fails()
    {
        var first = await Store.WriteAsync(name, Bytes(1), BlobCondition.Missing, Token);
        await Should.ThrowAsync<BlobConflictException>(() => Store.WriteAsync(name, Bytes(2), BlobCondition.Missing, Token));
        await Store.WriteAsync(name, Bytes(3), BlobCondition.Matches(first.ETag), Token);
        await Should.ThrowAsync<BlobConflictException>(() => Store.WriteAsync(name, Bytes(4), BlobCondition.Matches(first.ETag), Token));
        (await Store.ReadAsync(name, null, Token)).Content!.Bytes.ToArray().ShouldBe(new byte[] { 3 });
    }

    [Fact]
    public async Task Names_are_listed_by_how_they_begin()
    {
        var folder = $"list-{Guid.NewGuid():N}/";
        (await Store.ListAsync(folder, Token)).ShouldBeEmpty();
        foreach (var each in (string[])["a.yaml", "b.yaml", "deep/c.yaml"])
        {
            await Store.WriteAsync(folder + each, Bytes(1), BlobCondition.Any, Token);
            await Store.WriteAsync(folder + each, Bytes(2), BlobCondition.Any, Token);
        }

        await Store.DeleteAsync(folder + "b.yaml", Token);
        (await Store.ListAsync(folder, Token)).Order().ShouldBe([folder + "a.yaml", folder + "deep/c.yaml"]);
        (await Store.ListAsync(folder + "a", Token)).ShouldBe([folder + "a.yaml"]);
    }

    [Fact]
    public async Task Every_version_can_be_read_newest_first()
    {
        for (byte i = 1; i <= 3; i++)
        {
            await Store.WriteAsync(name, Bytes(i), BlobCondition.Any, Token);
        }

        var versions = await Store.ListVersionsAsync(name, Token);
        versions.Select(version => version.Length).ShouldBe([1L, 1L, 1L]);
        versions.Select(version => version.WrittenAt).ShouldBeInOrder(SortDirection.Descending);
        (await Store.ReadVersionAsync(name, versions[2].Version, Token))!.Bytes.ToArray().ShouldBe(new byte[] { 1 });
        (await Store.ReadVersionAsync(name, versions[0].Version, Token))!.Bytes.ToArray().ShouldBe(new byte[] { 3 });
        versions[0].ETag.ShouldBe((await Store.ReadAsync(name, null, Token)).Content!.ETag);
    }

    [Fact]
    public async Task Deleting_takes_the_versions_along()
    {
        await Store.WriteAsync(name, Bytes(1), BlobCondition.Any, Token);
        await Store.DeleteAsync(name, Token);
        (await Store.ReadAsync(name, null, Token)).State.ShouldBe(BlobState.Missing);
        (await Store.ListVersionsAsync(name, Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/rooted")]
    [InlineData("a//b")]
    [InlineData("../up")]
    [InlineData("a/../b")]
    [InlineData(".hidden")]
    [InlineData("Upper")]
    [InlineData("space here")]
    public async Task A_name_that_could_leave_its_folder_is_refused(string bad)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.ReadAsync(bad, null, Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.WriteAsync(bad, Bytes(1), BlobCondition.Any, Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(bad, Token));
    }

    private static byte[] Bytes(params byte[] bytes) => bytes;
}
