using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DigitalTwin.Azure.Storage;

/// <summary>The snapshots of a blob: what it was.</summary>
/// <remarks>A snapshot has the ETag of the content it was taken of: https://learn.microsoft.com/rest/api/storageservices/snapshot-blob</remarks>
internal static class BlobSnapshots
{
    /// <summary>The blob as it is now, or <see langword="null"/> where there is none.</summary>
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

    /// <summary>All snapshots, newest first; one of those that two writers took of the same content.</summary>
    public static async Task<IReadOnlyList<BlobItem>> ListAsync(BlobContainerClient container, string name, CancellationToken cancellationToken)
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

        return [.. found.OrderByDescending(item => item.Snapshot, StringComparer.Ordinal).DistinctBy(item => BlobContentStore.ToText(item.Properties.ETag!.Value), StringComparer.Ordinal)];
    }

    /// <summary>Takes a snapshot of what has this ETag, unless there is one or it is no longer what the blob is.</summary>
    public static async Task KeepAsync(BlobContainerClient container, BlobClient blob, ETag etag, CancellationToken cancellationToken)
    {
        if ((await ListAsync(container, blob.Name, cancellationToken)).Any(item => BlobContentStore.ToText(item.Properties.ETag!.Value) == BlobContentStore.ToText(etag)))
        {
            return;
        }

        try
        {
            await blob.CreateSnapshotAsync(conditions: new BlobRequestConditions { IfMatch = etag }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status is 404 or 412)
        {
            // Whoever changed it in between kept it first.
        }
    }
}
