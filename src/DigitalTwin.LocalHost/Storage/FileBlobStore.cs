using System.Globalization;
using System.Security.Cryptography;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>
/// Content in plain files under <c>{root}</c>, for an owner to edit with any editor; versions under
/// <c>{root}/.versions/{name}</c>. The ETag is a hash of the bytes, so a manual edit changes it too.
/// </summary>
internal sealed class FileBlobStore(string root, TimeProvider time) : IBlobStore, IDisposable
{
    private const string TicksFormat = "D19";
    private readonly SemaphoreSlim writing = new(1, 1);

    public async Task<BlobRead> ReadAsync(string name, string? ifNoneMatch, CancellationToken cancellationToken)
    {
        var content = await ReadFileAsync(PathOf(name), cancellationToken);
        return content is null ? BlobRead.Missing
            : content.ETag == ifNoneMatch ? BlobRead.NotModified
            : BlobRead.Found(content);
    }

    public async Task<BlobVersion> WriteAsync(
        string name,
        ReadOnlyMemory<byte> content,
        BlobCondition condition,
        CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        await writing.WaitAsync(cancellationToken);
        try
        {
            var current = await ReadFileAsync(path, cancellationToken);
            if ((condition.MustBeMissing && current is not null) || (condition.ETag is { } etag && current?.ETag != etag))
            {
                throw new BlobConflictException(name);
            }

            await KeepHandMadeEditAsync(name, path, current, cancellationToken);
            var version = await WriteVersionAsync(name, content, time.GetUtcNow(), cancellationToken);
            await ReplaceAsync(path, content, cancellationToken);
            return version;
        }
        finally
        {
            writing.Release();
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        // Versions and files that are being written have names that begin with a dot, which no blob's does.
        var folder = Path.Combine(root, prefix[..(prefix.LastIndexOf('/') + 1)]);
        var all = !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && BlobName.IsValid(name));
        return Task.FromResult<IReadOnlyList<string>>([.. all]);
    }

    public async Task<IReadOnlyList<BlobVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        await writing.WaitAsync(cancellationToken);
        try
        {
            await KeepHandMadeEditAsync(name, path, await ReadFileAsync(path, cancellationToken), cancellationToken);
            return Versions(name);
        }
        finally
        {
            writing.Release();
        }
    }

    public async Task<BlobContent?> ReadVersionAsync(string name, string version, CancellationToken cancellationToken)
        => Versions(name).Any(known => known.Version == version)
            ? await ReadFileAsync(Path.Combine(VersionFolder(name), version), cancellationToken)
            : null;

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var (path, versions) = (PathOf(name), VersionFolder(name));
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (Directory.Exists(Path.GetDirectoryName(path)))
            {
                File.Delete(path);
            }

            if (Directory.Exists(versions))
            {
                Directory.Delete(versions, recursive: true);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private string PathOf(string name)
    {
        BlobName.Check(name);
        return Path.Combine(root, name);
    }

    // A blob's name never starts with a dot, so no blob can be in here.
    private string VersionFolder(string name)
    {
        BlobName.Check(name);
        return Path.Combine(root, ".versions", name + ".d");
    }

    private List<BlobVersion> Versions(string name)
    {
        var folder = VersionFolder(name);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*-*")
                .OrderByDescending(file => file.Name, StringComparer.Ordinal)
                .Select(ToVersion),
        ];
    }

    private static BlobVersion ToVersion(FileInfo file)
    {
        var etag = file.Name[(file.Name.IndexOf('-', StringComparison.Ordinal) + 1)..];
        var ticks = long.Parse(file.Name.AsSpan(0, 19), CultureInfo.InvariantCulture);
        return new BlobVersion(file.Name, etag, new DateTimeOffset(ticks, TimeSpan.Zero), file.Length);
    }

    private async Task KeepHandMadeEditAsync(
        string name,
        string path,
        BlobContent? current,
        CancellationToken cancellationToken)
    {
        var newest = Versions(name).FirstOrDefault();
        if (current is not null && current.ETag != newest?.ETag)
        {
            var editedAt = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            await WriteVersionAsync(name, current.Bytes, editedAt, cancellationToken);
        }
    }

    private async Task<BlobVersion> WriteVersionAsync(
        string name,
        ReadOnlyMemory<byte> content,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        // Two writes within one tick, or a clock set back, must still be in order.
        var newest = Versions(name).FirstOrDefault();
        var ticks = newest is null ? at.UtcTicks : Math.Max(at.UtcTicks, newest.WrittenAt.UtcTicks + 1);
        var etag = ETagOf(content.Span);
        var version = $"{ticks.ToString(TicksFormat, CultureInfo.InvariantCulture)}-{etag}";
        await ReplaceAsync(Path.Combine(VersionFolder(name), version), content, cancellationToken);
        return new BlobVersion(version, etag, new DateTimeOffset(ticks, TimeSpan.Zero), content.Length);
    }

    private static async Task<BlobContent?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return new BlobContent(bytes, ETagOf(bytes));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task ReplaceAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var file = File.Create(temporary))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string ETagOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
}
