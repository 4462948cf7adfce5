using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>One write of a blob: the content before it and the content it writes are both kept as snapshots.</summary>
internal sealed class BlobWrite(
    BlobClient blob,
    BlobContainerClient container,
    string name,
    ReadOnlyMemory<byte> content,
    BlobCondition condition)
{
    private const string StampName = "write";
    private const int MostAttempts = 20;
    private readonly string stamp = Guid.NewGuid().ToString("N");

    /// <exception cref="BlobConflictException">The stored content is not the one that the condition requires.</exception>
    public async Task<BlobVersion> RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var current = await BlobSnapshots.FindCurrentAsync(blob, cancellationToken);
            if (IsRefused(current))
            {
                throw new BlobConflictException(name);
            }

            if (current is not null)
            {
                await BlobSnapshots.KeepAsync(container, blob, current.ETag, cancellationToken);
            }

            if (await TryWriteAsync(current?.ETag, attempt == MostAttempts, cancellationToken) is { } written)
            {
                await BlobSnapshots.KeepAsync(container, blob, written.ETag, cancellationToken);
                var etag = BlobContentStore.ToText(written.ETag);
                return new BlobVersion(etag, etag, written.LastModified, content.Length);
            }
        }
    }

    private bool IsRefused(BlobProperties? current)
        => (condition.MustBeMissing && current is not null)
            || (condition.ETag is { } asked && (current is null || BlobContentStore.ToText(current.ETag) != asked));

    /// <returns>What was written, or <see langword="null"/> where another process wrote first.</returns>
    private async Task<(ETag ETag, DateTimeOffset LastModified)?> TryWriteAsync(
        ETag? expected,
        bool isLast,
        CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { [StampName] = stamp },
            HttpHeaders = new BlobHttpHeaders { ContentType = ContentType() },
            Conditions = expected is { } etag
                ? new BlobRequestConditions { IfMatch = etag }
                : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            var written = await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
            return (written.Value.ETag, written.Value.LastModified);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound && !isLast)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return null;
        }
        catch (RequestFailedException error)
            when (error.ErrorCode == BlobErrorCode.ConditionNotMet || error.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            // Perhaps it was this very write, whose response was lost.
            var there = await BlobSnapshots.FindCurrentAsync(blob, cancellationToken);
            var isOurs = there is not null && there.Metadata.TryGetValue(StampName, out var by) && by == stamp;
            return isOurs ? (there!.ETag, there.LastModified)
                : isLast ? throw new BlobConflictException(name)
                : null;
        }
    }

    private string ContentType() => Path.GetExtension(name) switch
    {
        ".md" => "text/markdown; charset=utf-8",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
