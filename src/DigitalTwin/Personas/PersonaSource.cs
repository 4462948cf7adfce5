using DigitalTwin.Personas.Parsing;
using DigitalTwin.Storage;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas;

/// <summary>
/// The persona file: at the configured path, else stored as <c>persona/me.md</c> or <c>persona/me.txt</c>.
/// </summary>
internal sealed class PersonaSource(IBlobStore blobs, IOptions<PersonaOptions> options)
{
    /// <summary>The names a stored persona may have, the preferred one first.</summary>
    public static readonly IReadOnlyList<string> BlobNames = ["persona/me.md", "persona/me.txt"];

    /// <summary>Reads the file, unless it still has this name and ETag.</summary>
    public async Task<(string Name, BlobRead Read)> ReadAsync(
        string? knownName,
        string? knownETag,
        CancellationToken cancellationToken)
    {
        if (options.Value.Path is { Length: > 0 } path)
        {
            return (System.IO.Path.GetFileName(path), await ReadFileAsync(path, knownETag, cancellationToken));
        }

        foreach (var name in BlobNames)
        {
            var read = await blobs.ReadAsync(name, name == knownName ? knownETag : null, cancellationToken);
            if (read.State != BlobState.Missing)
            {
                return (name, read);
            }
        }

        return (BlobNames[0], BlobRead.Missing);
    }

    private static async Task<BlobRead> ReadFileAsync(string path, string? knownETag, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return BlobRead.Missing;
        }

        var etag = $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}";
        if (etag == knownETag)
        {
            return BlobRead.NotModified;
        }

        PersonaFile.CheckLength(file.Length);
        return BlobRead.Found(new BlobContent(await File.ReadAllBytesAsync(path, cancellationToken), etag));
    }
}
