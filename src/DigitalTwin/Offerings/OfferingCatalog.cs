using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Models.Embeddings;
using DigitalTwin.Offerings.Files;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Search;
using DigitalTwin.Search.Segments;
using DigitalTwin.Storage;

namespace DigitalTwin.Offerings;

/// <summary>All that the owner offers, with its index. Immutable.</summary>
/// <param name="Files">The files that it stands in.</param>
/// <param name="ById">What can be had, by its id.</param>
/// <param name="Segment">The index.</param>
internal sealed record Catalog(IReadOnlyList<ReadOfferingFile> Files, FrozenDictionary<string, Offering> ById, SearchSegment Segment)
{
    /// <summary>The words for places and for currencies that it has.</summary>
    public FrozenSet<string> Places { get; } = ById.Values.Select(offering => offering.Place).Where(place => place.Length > 0)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kinds of things, the most frequent first.</summary>
    public IReadOnlyList<string> Kinds { get; } = [.. ById.Values.Where(offering => offering.Kind.Length > 0)
        .CountBy(offering => offering.Kind, StringComparer.OrdinalIgnoreCase).OrderByDescending(kind => kind.Value)
            .Select(kind => kind.Key)];
}

/// <summary>
/// The catalogue in use. An edited file is in it a few seconds later; a broken one shows as that to the owner, and what it had before stays
/// until the process ends.
/// </summary>
internal sealed class OfferingCatalog
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMinutes(1);

    private readonly OfferingStore store;
    private readonly IBlobStore blobs;
    private readonly PersonaProvider personas;
    private readonly EmbeddingModel embeddings;
    private readonly Refreshed<Catalog> known;

    public OfferingCatalog(
        OfferingStore store, IBlobStore blobs, PersonaProvider personas, EmbeddingModel embeddings, TimeProvider time)
    {
        (this.store, this.blobs, this.personas, this.embeddings) = (store, blobs, personas, embeddings);
        known = new Refreshed<Catalog>(LoadAsync, Fresh, time);
    }

    /// <summary>Looks for changes at the next use, because this process made one.</summary>
    public void Invalidate() => known.Invalidate();

    /// <summary>The catalogue; an old one while a new one is being read.</summary>
    public ValueTask<Catalog> GetAsync(CancellationToken cancellationToken) => known.GetAsync(cancellationToken);

    private async Task<Catalog> LoadAsync(Catalog? last)
    {
        var before = (last?.Files ?? []).ToDictionary(file => file.Name, StringComparer.Ordinal);
        var files = (await store.ReadAsync(before, CancellationToken.None)).Select(file => Keep(file, before)).ToList();
        return last is not null && files.SequenceEqual(last.Files) ? last : await MakeAsync(files);
    }

    // The last good version of a broken file.
    private static ReadOfferingFile Keep(ReadOfferingFile file, Dictionary<string, ReadOfferingFile> known)
        => file.Problem is not null && known.GetValueOrDefault(file.Name) is { Offerings.Count: > 0 } before
            ? file with { Offerings = before.Offerings }
            : file;

    private async Task<Catalog> MakeAsync(IReadOnlyList<ReadOfferingFile> files)
    {
        var offerings = files.SelectMany(file => file.Offerings).Where(offering => offering.Available).DistinctBy(offering => offering.Id)
            .Take(OfferingFile.Most).ToFrozenDictionary(offering => offering.Id, StringComparer.Ordinal);
        return new Catalog(files, offerings,
            await SegmentAsync(files, [.. offerings.Values.OrderBy(offering => offering.Id, StringComparer.Ordinal)]));
    }

    // Made once for each version of the files: a large catalogue takes seconds, and its vectors are paid for.
    private async Task<SearchSegment> SegmentAsync(IReadOnlyList<ReadOfferingFile> files, IReadOnlyList<Offering> offerings)
    {
        var persona = (await personas.GetAsync(CancellationToken.None)).Persona;
        var sample = string.Join('\n', offerings.Take(50).Select(offering => $"{offering.Title} {offering.Description}"));
        var language = Languages.Guess(sample[..Math.Min(sample.Length, 4_000)], Languages.Base(persona.Languages[0]));
        var key = string.Join('\n', files.Select(file => $"{file.Name} {file.ETag}")) + $"\n{language} {embeddings.IsAvailable}";
        var name = $"search/offerings-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24]}";
        if ((await blobs.ReadAsync(name, null, CancellationToken.None)).Content is { } kept)
        {
            return SearchSegment.Open(kept.Bytes);
        }

        List<string> texts = [.. offerings.Select(offering => $"{offering.Title}\n{offering.Description}")];
        var vectors = embeddings.IsAvailable && offerings.Count > 0
            ? await embeddings.OfAsync(texts, LongestBatch, CancellationToken.None)
            : null;
        var bytes = SegmentWriter.Write(language, [.. offerings.Select(offering => new SearchableOffering(offering))], vectors);
        foreach (var old in await blobs.ListAsync("search/offerings-", CancellationToken.None))
        {
            await blobs.DeleteAsync(old, CancellationToken.None);
        }

        await blobs.WriteAsync(name, bytes, BlobCondition.Any, CancellationToken.None);
        return SearchSegment.Open(bytes);
    }
}
