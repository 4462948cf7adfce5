using System.Collections.Concurrent;
using System.Globalization;
using DigitalTwin.Hosting;
using DigitalTwin.Search;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Documents;

/// <summary>A passage that was found.</summary>
/// <param name="Document">The document that it stands in.</param>
/// <param name="Passage">The passage.</param>
/// <param name="Score">Its rank; comparable within one search only.</param>
internal sealed record FoundPassage(StoredDocument Document, Passage Passage, double Score)
{
    /// <summary>By what it was found.</summary>
    public IReadOnlyList<string> By { get; init; } = SearchHit.Words;
}

/// <summary>Finds passages of documents for whoever may see them.</summary>
internal sealed class DocumentSearch(DocumentCatalog catalog, DocumentStore store, HybridSearch hybrid)
{
    /// <summary>The name of the part of a document that is searched.</summary>
    public const string SegmentPart = "segment";

    /// <summary>The name of the part that has its passages.</summary>
    public const string PassagesPart = "passages";

    private const int MostTexts = 64;
    private const int LoadsAtOnce = 8;

    private readonly ConcurrentDictionary<string, SearchSegment> segments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<Passage>> texts = new(StringComparer.Ordinal);

    /// <summary>Whether there is any document that somebody who sees so much may be told of.</summary>
    public async ValueTask<bool> HasAnyAsync(DocumentVisibility least, CancellationToken cancellationToken)
        => (await catalog.GetAsync(cancellationToken)).Any(document => document.Visibility >= least);

    /// <summary>The passages that fit best, best first.</summary>
    /// <param name="query">What is searched for.</param>
    /// <param name="least">How visible a document has to be. What is less so is not looked at, and changes no rank.</param>
    /// <param name="limit">Most passages.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<FoundPassage>> FindAsync(
        string query, DocumentVisibility least, int limit, CancellationToken cancellationToken)
    {
        var documents = (await catalog.GetAsync(cancellationToken)).Where(document => document.Visibility >= least).ToList();
        var loaded = await LoadAsync(documents, cancellationToken);
        var hits = await hybrid.FindAsync(new SearchSpace([.. loaded.Keys]), query, limit, cancellationToken);
        var current = new Dictionary<string, StoredDocument?>(StringComparer.Ordinal);
        var found = new List<FoundPassage>();
        foreach (var hit in hits)
        {
            var known = loaded[hit.Segment];
            if (!current.TryGetValue(known.Id, out var now))
            {
                // It may have been hidden or deleted a moment ago.
                current.Add(known.Id, now = await store.FindAsync(known.Id, cancellationToken));
            }

            if (now is { State: DocumentState.Ready } && now.Visibility >= least && now.Version == known.Version
                && await PassageAsync(now, int.Parse(hit.Id, CultureInfo.InvariantCulture), cancellationToken) is { } passage)
            {
                found.Add(new FoundPassage(now, passage, hit.Score) { By = hit.By });
            }
        }

        return found;
    }

    /// <summary>The passages of a document, in their order.</summary>
    public async Task<IReadOnlyList<Passage>> PassagesAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var key = KeyOf(document);
        if (texts.TryGetValue(key, out var known))
        {
            return known;
        }

        var passages = await store.ReadAsync(document, PassagesPart, ProductJson.Api.ListPassage, cancellationToken) ?? [];
        if (texts.Count >= MostTexts)
        {
            texts.Clear();
        }

        texts[key] = passages;
        return passages;
    }

    private async Task<Passage?> PassageAsync(StoredDocument document, int number, CancellationToken cancellationToken)
        => (await PassagesAsync(document, cancellationToken)).ElementAtOrDefault(number - 1);

    private async Task<Dictionary<SearchSegment, StoredDocument>> LoadAsync(
        IReadOnlyList<StoredDocument> documents, CancellationToken cancellationToken)
    {
        var missing = documents.Where(document => !segments.ContainsKey(KeyOf(document))).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = LoadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, options, async (document, token) =>
        {
            if (await store.ReadAsync(document, SegmentPart, token) is { } bytes)
            {
                segments[KeyOf(document)] = SearchSegment.Open(bytes);
            }
        });
        if (missing.Count > 0)
        {
            await ForgetAsync(cancellationToken);
        }

        // Another search may take one out meanwhile.
        return documents.Select(document => (Document: document, Segment: segments.GetValueOrDefault(KeyOf(document))))
            .Where(each => each.Segment is not null).ToDictionary(each => each.Segment!, each => each.Document);
    }

    // What was deleted or read again is not kept.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var kept = (await catalog.GetAsync(cancellationToken)).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var key in segments.Keys.Where(key => !kept.Contains(key)))
        {
            segments.TryRemove(key, out _);
        }
    }

    private static string KeyOf(StoredDocument document) => $"{document.Id} {document.Version}";
}
