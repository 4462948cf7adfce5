using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class FileBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly FileBlobStore store;

    public FileBlobStoreTests() => store = new FileBlobStore(folder.Path, time);

    protected override IBlobStore Store => store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_edited_by_hand_has_a_new_ETag_and_becomes_a_version()
    {
        var first = await store.WriteAsync("persona/me.md", "one"u8.ToArray(), BlobCondition.Any, Token);
        await File.WriteAllTextAsync(folder.File("persona", "me.md"), "by hand", Token);
        (await store.ReadAsync("persona/me.md", first.ETag, Token)).State.ShouldBe(BlobState.Found);
        await store.WriteAsync("persona/me.md", "three"u8.ToArray(), BlobCondition.Any, Token);
        var versions = await store.ListVersionsAsync("persona/me.md", Token);
        versions.Count.ShouldBe(3);
        var contents = await Task.WhenAll(versions.Select(each => store.ReadVersionAsync("persona/me.md", each.Version, Token)));
        var texts = contents.Select(content => System.Text.Encoding.UTF8.GetString(content!.Bytes.Span));
        texts.ShouldContain("by hand");
    }

    [Fact]
    public async Task A_partly_written_file_is_never_in_place()
    {
        await store.WriteAsync("a.md", new byte[100_000], BlobCondition.Any, Token);
        var writing = Task.Run(async () =>
        {
            for (byte i = 1; i < 50; i++)
            {
                await store.WriteAsync("a.md", Enumerable.Repeat(i, 100_000).ToArray(), BlobCondition.Any, Token);
            }
        }, Token);
        while (!writing.IsCompleted)
        {
            var bytes = (await store.ReadAsync("a.md", null, Token)).Content!.Bytes;
            bytes.Length.ShouldBe(100_000);
            bytes.Span.IndexOfAnyExcept(bytes.Span[0]).ShouldBe(-1);
        }

        await writing;
        Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_version_does_not_reach_other_files()
        => (await store.ReadVersionAsync("a.md", "../../secrets/ticket-signing-key", Token)).ShouldBeNull();
}
