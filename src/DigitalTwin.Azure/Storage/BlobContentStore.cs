using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>
/// Content in one container of Azure Blob storage, made when something is first written to it. Versions are the blob's
/// snapshots; their ids are the ETags their content had.
/// </summary>
/// <remarks>
/// A file that the owner uploads, in the portal or with <c>az</c>, becomes a version when the twin next writes or
/// lists.
/// </remarks>
internal sealed class BlobContentStore(BlobContainerClient container) : IBlobStore
{
    private const string Name = "Blob storage";

    public Task<BlobRead> ReadAsync(string name, string? ifNoneMatch, CancellationToken cancellationToken)
    {
        var blob = Blob(name);
        var conditions = ifNoneMatch is null ? null : new BlobRequestConditions { IfNoneMatch = new ETag(ifNoneMatch) };
        return AzureFaults.GuardAsync(Name, async () =>
        {
            try
            {
                var answer = await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, cancellationToken);
                return answer.GetRawResponse().Status == 304 ? BlobRead.NotModified : BlobRead.Found(ToContent(answer.Value));
            }
            catch (RequestFailedException error) when (error.Status == 304)
            {
                return BlobRead.NotModified;
            }
            catch (RequestFailedException error) when (IsMissing(error))
            {
                return BlobRead.Missing;
            }
        }, cancellationToken);
    }

    public Task<BlobVersion> WriteAsync(
        string name,
        ReadOnlyMemory<byte> content,
        BlobCondition condition,
        CancellationToken cancellationToken)
    {
        var write = new BlobWrite(Blob(name), container, name, content, condition);
        return AzureFaults.GuardAsync(Name, () => write.RunAsync(cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
        => AzureFaults.GuardAsync<IReadOnlyList<string>>(Name, async () =>
        {
            var names = new List<string>();
            try
            {
                var options = new GetBlobsOptions { Prefix = prefix };
                await foreach (var blob in container.GetBlobsAsync(options, cancellationToken))
                {
                    names.Add(blob.Name);
                }
            }
            catch (RequestFailedException error) when (IsMissing(error))
            {
                // Nothing was ever written.
            }

            return names;
        }, cancellationToken);

    public Task<IReadOnlyList<BlobVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken)
    {
        var blob = Blob(name);
        return AzureFaults.GuardAsync<IReadOnlyList<BlobVersion>>(Name, async () =>
        {
            if (await BlobSnapshots.FindCurrentAsync(blob, cancellationToken) is { } current)
            {
                await BlobSnapshots.KeepAsync(container, blob, current.ETag, cancellationToken);
            }

            var found = await BlobSnapshots.ListAsync(container, blob.Name, cancellationToken);
            return [.. found.Select(ToVersion)];
        }, cancellationToken);
    }

    public Task<BlobContent?> ReadVersionAsync(string name, string version, CancellationToken cancellationToken)
    {
        var blob = Blob(name);
        return AzureFaults.GuardAsync(Name, async () =>
        {
            var snapshots = await BlobSnapshots.ListAsync(container, name, cancellationToken);
            var snapshot = snapshots.FirstOrDefault(item => ToText(item.Properties.ETag!.Value) == version);
            if (snapshot is null)
            {
                return null;
            }

            var found = await blob.WithSnapshot(snapshot.Snapshot).DownloadContentAsync(cancellationToken);
            return ToContent(found.Value) with { ETag = version };
        }, cancellationToken);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var blob = Blob(name);
        return AzureFaults.GuardAsync(
            Name,
            () => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken),
            cancellationToken);
    }

    private BlobClient Blob(string name)
    {
        BlobName.Check(name);
        return container.GetBlobClient(name);
    }

    private static BlobContent ToContent(BlobDownloadResult found)
        => new(found.Content.ToMemory(), ToText(found.Details.ETag));

    private static BlobVersion ToVersion(BlobItem item)
    {
        var (etag, properties) = (ToText(item.Properties.ETag!.Value), item.Properties);
        return new BlobVersion(etag, etag, properties.LastModified!.Value, properties.ContentLength ?? 0);
    }

    internal static string ToText(ETag etag) => etag.ToString("G").Trim('"');

    internal static bool IsMissing(RequestFailedException error)
        => error.ErrorCode == BlobErrorCode.BlobNotFound
            || error.ErrorCode == BlobErrorCode.ContainerNotFound
            || error is { Status: 404, ErrorCode: null or "" };
}
