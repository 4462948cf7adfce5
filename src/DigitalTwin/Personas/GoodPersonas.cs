using DigitalTwin.Personas.Parsing;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Personas;

/// <summary>
/// Keeps the last persona that could be read, for a restart that finds a broken one. Edits of the file by other programs leave no version
/// of what was there before.
/// </summary>
internal sealed partial class GoodPersonas(IBlobStore blobs, ILogger<GoodPersonas> logger)
{
    /// <summary>The copy's name.</summary>
    public const string BlobName = "persona/last-good.md";

    private const int MostVersions = 20;

    /// <summary>
    /// Keeps a persona that was read, and has the store keep it as a version, since an upload by other means leaves none of what it
    /// replaces. A failure is logged and costs nothing but the copy.
    /// </summary>
    public async Task KeepAsync(string name, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        try
        {
            if (PersonaSource.BlobNames.Contains(name))
            {
                await blobs.ListVersionsAsync(name, cancellationToken);
            }

            var kept = await blobs.ReadAsync(BlobName, null, cancellationToken);
            if (kept.Content is null || !kept.Content.Bytes.Span.SequenceEqual(file.Span))
            {
                await blobs.WriteAsync(BlobName, file, BlobCondition.Any, cancellationToken);
            }
        }
        catch (Exception error)
        {
            LogNotKept(logger, error);
        }
    }

    /// <summary>The newest one that can be read, the copy or a stored version; none where there is none.</summary>
    /// <param name="name">The file that is broken.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<PersonaSnapshot?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var versions = new List<(string Name, BlobVersion Version)>();
        foreach (var each in (string[])[BlobName, name])
        {
            versions.AddRange((await blobs.ListVersionsAsync(each, cancellationToken)).Take(MostVersions)
                .Select(version => (each, version)));
        }

        foreach (var (from, version) in versions.OrderByDescending(each => each.Version.WrittenAt))
        {
            var content = await blobs.ReadVersionAsync(from, version.Version, cancellationToken);
            if (content is not null && TryRead(content) is { } persona)
            {
                return PersonaSnapshot.Of(persona, name, content.ETag);
            }
        }

        return null;
    }

    // The sample is no one's own persona.
    private static Persona? TryRead(BlobContent content)
    {
        try
        {
            return content.Bytes.Span.SequenceEqual(SamplePersona.ReadBytes()) ? null : PersonaParser.Read(content.Bytes.Span).Persona;
        }
        catch (PersonaFormatException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "The persona could be read, but not be kept for a restart")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
