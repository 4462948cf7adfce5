using DigitalTwin.Offerings.Files;
using DigitalTwin.Storage;

namespace DigitalTwin.Offerings;

/// <summary>A file of offerings.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ETag">The version.</param>
/// <param name="Offerings">What is in it; none where it cannot be read.</param>
/// <param name="Problem">What is wrong with it, or <see langword="null"/>.</param>
internal sealed record ReadOfferingFile(string Name, string ETag, IReadOnlyList<Offering> Offerings, string? Problem);

/// <summary>The owner's files of offerings, which are blobs like the persona: whoever edits them there needs no program.</summary>
internal sealed class OfferingStore(IBlobStore blobs)
{
    private const string Folder = "offerings/";

    /// <summary>All files, those that are known and unchanged without being read again.</summary>
    public async Task<IReadOnlyList<ReadOfferingFile>> ReadAsync(
        IReadOnlyDictionary<string, ReadOfferingFile> known, CancellationToken cancellationToken)
    {
        var files = new List<ReadOfferingFile>();
        foreach (var blob in (await blobs.ListAsync(Folder, cancellationToken)).Where(blob => OfferingFile.IsName(blob[Folder.Length..]))
            .Order(StringComparer.Ordinal))
        {
            var name = blob[Folder.Length..];
            var before = known.GetValueOrDefault(name);
            var read = await blobs.ReadAsync(blob, before?.ETag, cancellationToken);
            if (read.State == BlobState.Found)
            {
                files.Add(Read(name, read.Content!));
            }
            else if (read.State == BlobState.NotModified)
            {
                files.Add(before!);
            }
        }

        return files;
    }

    /// <summary>A file as it is, or <see langword="null"/>.</summary>
    public async Task<BlobContent?> FindAsync(string name, CancellationToken cancellationToken)
        => OfferingFile.IsName(name) ? (await blobs.ReadAsync(Folder + name, null, cancellationToken)).Content : null;

    /// <summary>Writes a file.</summary>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
        => blobs.WriteAsync(Folder + name, file, BlobCondition.Any, cancellationToken);

    /// <summary>Deletes a file.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is null)
        {
            return false;
        }

        await blobs.DeleteAsync(Folder + name, cancellationToken);
        return true;
    }

    private static ReadOfferingFile Read(string name, BlobContent content)
    {
        try
        {
            return new ReadOfferingFile(name, content.ETag, OfferingFile.Read(name, content.Bytes), null);
        }
        catch (OfferingFormatException error)
        {
            return new ReadOfferingFile(name, content.ETag, [], error.Message);
        }
    }
}
