using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DigitalTwin.Azure.Storage;

/// <summary>The snapshots of a blob: its earlier versions.</summary>
/// <remarks>
/// A snapshot has the ETag of the content it was taken of:
/// https://learn.microsoft.com/rest/api/storageservices/snapshot-blob
/// </remarks>
internal static class BlobSnapshots
{
    /// <summary>The blob's current properties, or <see langword="null"/> where there is no blob.</summary>
    public static async Task<BlobProperties?> FindCurrentAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }

    /// <summary>All snapshots, newest first; of two that writers took of the same content, one.</summary>
    public static async Task<IReadOnlyList<BlobItem>> ListAsync(
        BlobContainerClient container,
        string name,
        CancellationToken cancellationToken)
    {
        var found = new List<BlobItem>();
        try
        {
            await foreach (var item in container.GetBlobsAsync(BlobTraits.None, BlobStates.Snapshots, name, cancellationToken))
            {
                if (item.Name == name && item.Snapshot is { Length: > 0 })
                {
                    found.Add(item);
                }
            }
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return [];
        }

        return
        [
            .. found.OrderByDescending(item => item.Snapshot, StringComparer.Ordinal)
                .DistinctBy(item => BlobContentStore.ToText(item.Properties.ETag!.Value), StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Takes a snapshot of the content with this ETag, unless there is one already or the content has changed.
    /// </summary>
    public static async Task KeepAsync(BlobContainerClient container, BlobClient blob, ETag etag, CancellationToken cancellationToken)
    {
        var (kept, text) = (await ListAsync(container, blob.Name, cancellationToken), BlobContentStore.ToText(etag));
        if (kept.Any(item => BlobContentStore.ToText(item.Properties.ETag!.Value) == text))
        {
            return;
        }

        try
        {
            await blob.CreateSnapshotAsync(conditions: new BlobRequestConditions { IfMatch = etag }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status is 404 or 412)
        {
            // Another process changed the blob in between, and took the snapshot before it did.
        }
    }
}
