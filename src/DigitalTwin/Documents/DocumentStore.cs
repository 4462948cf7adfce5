using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Documents;

/// <summary>Keeps documents: a row for each, newest first, and what was read of it as blobs.</summary>
internal sealed class DocumentStore(IRowStore rows, IBlobStore blobs, TimeProvider time)
{
    private const string Table = "documents";
    private const string Partition = "owner";
    private const string Hashes = "hashes";
    private const string Data = "data";
    private const string DocumentId = "document";
    private const int IdLength = 20;

    /// <summary>Most documents.</summary>
    public const int Most = 5_000;

    /// <summary>Whether a text has the form of a document's id.</summary>
    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Keeps a file.</summary>
    /// <param name="wanted">The document; its id and times are made here.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<StoredDocument> AddAsync(StoredDocument wanted, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var document = wanted with { Id = NewId(now), UploadedAt = now, TouchedAt = now };
        await blobs.WriteAsync(FileOf(document.Id), file, BlobCondition.Missing, cancellationToken);
        await rows.WriteAsync(Table, Partition, [RowWrite.Insert(document.Id, Values(document))], cancellationToken);
        var hash = new Dictionary<string, string> { [DocumentId] = document.Id };
        await rows.WriteAsync(Table, Hashes, [RowWrite.Upsert(document.Hash, hash)], cancellationToken);
        return document;
    }

    /// <summary>The document with this file, or <see langword="null"/>.</summary>
    public async Task<StoredDocument?> FindSameAsync(string hash, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, Hashes, hash, cancellationToken) is { } row
            ? await FindAsync(row[DocumentId]!, cancellationToken)
            : null;

    /// <summary>A document, or <see langword="null"/>.</summary>
    public async Task<StoredDocument?> FindAsync(string id, CancellationToken cancellationToken)
        => IsId(id) && await rows.GetAsync(Table, Partition, id, cancellationToken) is { } row
            && ToDocument(row) is { IsDeleted: false } found
            ? found
            : null;

    /// <summary>Documents, newest first.</summary>
    /// <param name="after">The id after which the page begins, or <see langword="null"/>.</param>
    /// <param name="limit">Most rows that are read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<StoredDocument>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
        => [.. (await rows.QueryAsync(Table, Partition, new RowRange("0", "g", limit, After: after), cancellationToken))
            .Select(ToDocument)];

    /// <summary>All documents, newest first, those that are being deleted among them.</summary>
    public async Task<IReadOnlyList<StoredDocument>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<StoredDocument>();
        while (all.Count < Most)
        {
            var page = await ListAsync(all.Count == 0 ? null : all[^1].Id, RowLimits.QueryRows, cancellationToken);
            all.AddRange(page);
            if (page.Count < RowLimits.QueryRows)
            {
                break;
            }
        }

        return all;
    }

    /// <summary>Changes a document, whatever others change of it at the same time.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">The change; <see langword="null"/> leaves it as it is.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The document as it is then, or <see langword="null"/> where there is none.</returns>
    public async Task<StoredDocument?> ChangeAsync(
        string id, Func<StoredDocument, StoredDocument?> change, CancellationToken cancellationToken)
    {
        while (IsId(id) && await rows.GetAsync(Table, Partition, id, cancellationToken) is { } row
            && ToDocument(row) is { IsDeleted: false } now)
        {
            if (change(now) is not { } next)
            {
                return now;
            }

            try
            {
                next = next with { TouchedAt = time.GetUtcNow() };
                await rows.WriteAsync(Table, Partition, [RowWrite.Replace(id, Values(next), row.ETag)], cancellationToken);
                return next;
            }
            catch (RowConflictException)
            {
                // Somebody else was faster: the change is made to what is there now.
            }
        }

        return null;
    }

    /// <summary>Deletes a document. From its first step on nobody sees it any more; a crash is made good by the sweep.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var gone = await ChangeAsync(
            id, document => document with { IsDeleted = true, Title = "", Name = "", Summary = "" }, cancellationToken);
        if (gone is null)
        {
            return false;
        }

        await FinishDeletingAsync(gone, cancellationToken);
        return true;
    }

    /// <summary>Deletes what is left of a document that is being deleted.</summary>
    public async Task FinishDeletingAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        foreach (var blob in await blobs.ListAsync(FolderOf(document.Id), cancellationToken))
        {
            await blobs.DeleteAsync(blob, cancellationToken);
        }

        if (await rows.GetAsync(Table, Hashes, document.Hash, cancellationToken) is { } row && row[DocumentId] == document.Id)
        {
            await rows.WriteAsync(Table, Hashes, [RowWrite.Delete(document.Hash)], cancellationToken);
        }

        await rows.WriteAsync(Table, Partition, [RowWrite.Delete(document.Id)], cancellationToken);
    }

    /// <summary>The file itself.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    public async Task<byte[]> ReadFileAsync(string id, CancellationToken cancellationToken)
        => (await blobs.ReadAsync(FileOf(id), null, cancellationToken)).Content?.Bytes.ToArray()
            ?? throw new IOException("The file of the document is gone.");

    /// <summary>Keeps something that was read of a document; what is there already is replaced.</summary>
    public Task KeepAsync<T>(StoredDocument document, string part, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => KeepAsync(document, part, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);

    /// <summary>The same for bytes.</summary>
    public Task KeepAsync(StoredDocument document, string part, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
        => blobs.WriteAsync(PartOf(document, part), value, BlobCondition.Any, cancellationToken);

    /// <summary>What was kept, or <see langword="null"/>.</summary>
    public async Task<T?> ReadAsync<T>(StoredDocument document, string part, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
        => await ReadAsync(document, part, cancellationToken) is { } bytes ? JsonSerializer.Deserialize(bytes.Span, type) : null;

    /// <summary>The same as bytes.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(StoredDocument document, string part, CancellationToken cancellationToken)
        => (await blobs.ReadAsync(PartOf(document, part), null, cancellationToken)).Content?.Bytes;

    /// <summary>Deletes what was kept of an earlier reading.</summary>
    public async Task ForgetReadingsBeforeAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        foreach (var blob in await blobs.ListAsync(FolderOf(document.Id), cancellationToken))
        {
            if (blob != FileOf(document.Id) && !blob.StartsWith(PartOf(document, ""), StringComparison.Ordinal))
            {
                await blobs.DeleteAsync(blob, cancellationToken);
            }
        }
    }

    private static string NewId(DateTimeOffset now)
        => string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - now.UtcTicks:x16}")
            + RandomNumberGenerator.GetHexString(IdLength - 16, lowercase: true);

    private static string FolderOf(string id) => $"documents/{id}/";

    private static string FileOf(string id) => $"{FolderOf(id)}original";

    private static string PartOf(StoredDocument document, string part)
        => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(document.Id)}{document.Reading}/{part}");

    private static Dictionary<string, string> Values(StoredDocument document)
        => new(StringComparer.Ordinal) { [Data] = JsonSerializer.Serialize(document, ProductJson.Api.StoredDocument) };

    private static StoredDocument ToDocument(Row row) => JsonSerializer.Deserialize(row[Data]!, ProductJson.Api.StoredDocument)!;
}
