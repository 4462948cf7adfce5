using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas.Versions;

/// <summary>
/// The stored persona file as the owner edits it: its text now, and the versions before. An upload by other means is one, too.
/// </summary>
internal sealed class PersonaLibrary(IBlobStore blobs, PersonaProvider personas, IOptions<PersonaOptions> options)
{
    /// <summary>Whether the persona is a stored file, which the twin may write.</summary>
    public bool IsEditable => options.Value.Path is not { Length: > 0 };

    /// <summary>The file as it is stored now, readable or not, or <see langword="null"/> where there is none.</summary>
    public async Task<StoredPersona?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var name in IsEditable ? PersonaSource.BlobNames : [])
        {
            if ((await blobs.ReadAsync(name, null, cancellationToken)).Content is { } content)
            {
                return new StoredPersona(name, content.Bytes.ToArray(), content.ETag);
            }
        }

        return null;
    }

    /// <summary>The versions, newest first; the first one is the file as it is now.</summary>
    public async Task<IReadOnlyList<BlobVersion>> ListAsync(CancellationToken cancellationToken)
    {
        foreach (var name in IsEditable ? PersonaSource.BlobNames : [])
        {
            if (await blobs.ListVersionsAsync(name, cancellationToken) is { Count: > 0 } versions)
            {
                return versions;
            }
        }

        return [];
    }

    /// <summary>The text of a version, or <see langword="null"/> where there is none.</summary>
    public async Task<byte[]?> ReadAsync(string version, CancellationToken cancellationToken)
    {
        foreach (var name in IsEditable ? PersonaSource.BlobNames : [])
        {
            if (await blobs.ReadVersionAsync(name, version, cancellationToken) is { } content)
            {
                return content.Bytes.ToArray();
            }
        }

        return null;
    }

    /// <summary>Makes a file the persona, as a new version. It is in use with the next turn of this process.</summary>
    /// <param name="file">The file; whoever calls has read it.</param>
    /// <param name="known">The file that is replaced, or <see langword="null"/> for whatever is there.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="isForced">Whether it is replaced whatever it is by now.</param>
    /// <returns>The new file's ETag.</returns>
    /// <exception cref="BlobConflictException">Another file than <paramref name="known"/> is there.</exception>
    /// <exception cref="ProblemException">The persona is not a stored file.</exception>
    public async Task<string> WriteAsync(
        byte[] file, StoredPersona? known, CancellationToken cancellationToken, bool isForced = false)
    {
        if (!IsEditable)
        {
            throw new ProblemException(Problems.PersonaNotEditable);
        }

        var condition = known is null || isForced ? BlobCondition.Any : BlobCondition.Matches(known.ETag);
        var version = await blobs.WriteAsync(known?.Name ?? PersonaSource.BlobNames[0], file, condition, cancellationToken);
        personas.Invalidate();
        return version.ETag;
    }
}

/// <summary>The persona file as it is stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="ETag">Its version.</param>
internal sealed record StoredPersona(string Name, byte[] Bytes, string ETag);
