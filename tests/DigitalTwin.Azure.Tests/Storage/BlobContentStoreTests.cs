using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DigitalTwin.Azure.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Storage;

/// <summary>The contract of all blob stores, kept by Blob storage.</summary>
public sealed class BlobContentStoreTests(Azurite azurite) : BlobStoreContract
{
    private readonly BlobContainerClient container = new(azurite.ConnectionString, "c" + Guid.NewGuid().ToString("N"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override IBlobStore Store => new BlobContentStore(container);

    [Fact]
    public async Task An_upload_of_the_owners_own_becomes_a_version_and_nothing_before_it_is_lost()
    {
        await Store.WriteAsync("persona/me.md", Encoding.UTF8.GetBytes("first"), BlobCondition.Any, Token);
        await container.GetBlobClient("persona/me.md").UploadAsync(BinaryData.FromString("by hand"), overwrite: true, Token);
        await Store.WriteAsync("persona/me.md", Encoding.UTF8.GetBytes("third"), BlobCondition.Any, Token);
        var versions = await Store.ListVersionsAsync("persona/me.md", Token);
        var texts = new List<string>();
        foreach (var version in versions)
        {
            texts.Add(Encoding.UTF8.GetString((await Store.ReadVersionAsync("persona/me.md", version.Version, Token))!.Bytes.Span));
        }

        texts.ShouldBe(["third", "by hand", "first"]);
        (await container.GetBlobClient("persona/me.md").GetPropertiesAsync(cancellationToken: Token)).Value.ContentType
            .ShouldBe("text/markdown; charset=utf-8");
    }

    [Fact]
    public async Task Concurrent_writes_are_all_kept_as_versions()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i
            => Store.WriteAsync("many.txt", Encoding.UTF8.GetBytes($"{i}"), BlobCondition.Any, Token)));
        (await Store.ListVersionsAsync("many.txt", Token)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_one_version()
    {
        var faults = new FaultTransport { Only = global::Azure.Core.RequestMethod.Put };
        var service = new BlobServiceClient(azurite.ConnectionString, new BlobClientOptions { Transport = faults });
        var faulty = new BlobContentStore(service.GetBlobContainerClient(container.Name));
        await Store.WriteAsync("lost.md", Encoding.UTF8.GetBytes("first"), BlobCondition.Any, Token);
        faults.Then(Fault.LostResponse);
        var written = await faulty.WriteAsync("lost.md", Encoding.UTF8.GetBytes("second"), BlobCondition.Any, Token);
        (await Store.ReadAsync("lost.md", null, Token)).Content!.ETag.ShouldBe(written.ETag);
        (await Store.ListVersionsAsync("lost.md", Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_container_is_made_by_the_first_write()
    {
        (await container.ExistsAsync(Token)).Value.ShouldBeFalse();
        (await Store.ReadAsync("persona/me.md", "known", Token)).State.ShouldBe(BlobState.Missing);
        await Store.WriteAsync("persona/me.md", Encoding.UTF8.GetBytes("x"), BlobCondition.Missing, Token);
        (await container.GetPropertiesAsync(cancellationToken: Token)).Value.PublicAccess.ShouldBeOneOf(null, PublicAccessType.None);
    }
}
