using System.Text;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Personas.Versions;

/// <summary>What the owner is about to publish.</summary>
/// <param name="Text">The file, which may still be broken.</param>
/// <param name="BasedOn">The ETag of the persona that it was begun with; <see langword="null"/> where there was none.</param>
/// <param name="ChangedAt">When it was last changed.</param>
public sealed record PersonaDraft(string Text, string? BasedOn, DateTimeOffset ChangedAt);

/// <summary>Keeps the one draft of the persona. Nothing of it reaches a visitor.</summary>
internal sealed class DraftStore(IBlobStore blobs, PersonaLibrary library, TimeProvider time)
{
    private const string BlobName = "persona/draft.json";
    private const int MaxAttempts = 50;

    /// <summary>The draft, or <see langword="null"/> where there is none.</summary>
    public async Task<PersonaDraft?> FindAsync(CancellationToken cancellationToken)
        => (await ReadAsync(cancellationToken)).Draft;

    /// <summary>Changes the draft; where there is none, one is begun with the persona as it is.</summary>
    /// <param name="change">Returns the new text of the one that it is given; may be called more than once.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<PersonaDraft> ChangeAsync(Func<string, string> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (draft, etag) = await ReadAsync(cancellationToken);
            draft ??= await BeginAsync(cancellationToken);
            var changed = draft with { Text = change(draft.Text), ChangedAt = time.GetUtcNow() };
            var condition = etag is null ? BlobCondition.Missing : BlobCondition.Matches(etag);
            try
            {
                var bytes = JsonSerializer.SerializeToUtf8Bytes(changed, ProductJson.Api.PersonaDraft);
                await blobs.WriteAsync(BlobName, bytes, condition, cancellationToken);
                return changed;
            }
            catch (BlobConflictException) when (attempt < MaxAttempts)
            {
                // It was changed in the meantime: change the new one.
            }
        }
    }

    /// <summary>Forgets the draft.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => blobs.DeleteAsync(BlobName, cancellationToken);

    private async Task<PersonaDraft> BeginAsync(CancellationToken cancellationToken)
        => await library.FindAsync(cancellationToken) is { } stored
            ? new PersonaDraft(Encoding.UTF8.GetString(stored.Bytes), stored.ETag, time.GetUtcNow())
            : new PersonaDraft("", null, time.GetUtcNow());

    private async Task<(PersonaDraft? Draft, string? ETag)> ReadAsync(CancellationToken cancellationToken)
        => (await blobs.ReadAsync(BlobName, null, cancellationToken)).Content is { } content
            ? (JsonSerializer.Deserialize(content.Bytes.Span, ProductJson.Api.PersonaDraft), content.ETag)
            : (null, null);
}
