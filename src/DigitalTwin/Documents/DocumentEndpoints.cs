using DigitalTwin.Documents.Formats;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Documents;

/// <summary>The owner's documents, and the files that visitors may open.</summary>
internal sealed class DocumentEndpoints(
    DocumentStore store, DocumentCatalog catalog, DocumentSearch search, IReadingScheduler scheduler, TimeProvider time)
{
    private const int DefaultPage = 50;
    private const int LargestPage = 200;
    private const int PassagesAtOnce = 100;

    /// <summary><c>POST /api/owner/documents?title=&amp;name=&amp;visibility=</c>: the body is the file.</summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var file = await RequestBody.ReadBytesAsync(http, ReadingLimits.MaxBytes);
        var wanted = DocumentRequests.ToDocument(http.Request, file.Span, time.GetUtcNow());
        if (file.Length == 0)
        {
            throw new ProblemException(Problems.DocumentUnreadable, "The file is empty.");
        }

        if (await store.FindSameAsync(wanted.Hash, http.RequestAborted) is { } same)
        {
            // The same bytes are no work: they are here already.
            return TypedResults.Json(DocumentView.Of(same), ProductJson.Api.DocumentView);
        }

        if ((await store.AllAsync(http.RequestAborted)).Count >= DocumentStore.Most)
        {
            throw new ProblemException(Problems.TooManyDocuments, $"There may be {DocumentStore.Most}.");
        }

        var document = await store.AddAsync(wanted, file, http.RequestAborted);
        await scheduler.BeginAsync(document.Id);
        return TypedResults.Json(DocumentView.Of(document), ProductJson.Api.DocumentView, statusCode: 202);
    }

    /// <summary><c>GET /api/owner/documents?after=&amp;limit=</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var after = http.Request.Query["after"].ToString();
        if (after.Length > 0 && !DocumentStore.IsId(after))
        {
            throw new ProblemException(Problems.InvalidParameter, "'after' is the 'next' of a page.");
        }

        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, LargestPage) ?? DefaultPage);
        var page = await store.ListAsync(after.Length > 0 ? after : null, limit, http.RequestAborted);
        var list = new DocumentList(
            [.. page.Where(document => !document.IsDeleted).Select(DocumentView.Of)], page.Count == limit ? page[^1].Id : null);
        return TypedResults.Json(list, ProductJson.Api.DocumentList);
    }

    /// <summary><c>GET /api/owner/documents/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
        => TypedResults.Json(DocumentView.Of(await FindAsync(id, http.RequestAborted)), ProductJson.Api.DocumentView);

    /// <summary><c>PATCH /api/owner/documents/{id}</c></summary>
    public async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        var change = await RequestBody.ReadAsync(http, ProductJson.Api.DocumentChange);
        DocumentRequests.Check(change);
        var now = time.GetUtcNow();
        var document = await store.ChangeAsync(id, each => DocumentRequests.Apply(each, change, now), http.RequestAborted)
            ?? throw new ProblemException(Problems.DocumentNotFound);
        catalog.Invalidate();
        return TypedResults.Json(DocumentView.Of(document), ProductJson.Api.DocumentView);
    }

    /// <summary><c>DELETE /api/owner/documents/{id}</c></summary>
    public async Task<IResult> DeleteAsync(HttpContext http, string id)
    {
        var isThere = await store.DeleteAsync(id, http.RequestAborted);
        catalog.Invalidate();
        return isThere ? TypedResults.NoContent() : throw new ProblemException(Problems.DocumentNotFound);
    }

    /// <summary><c>POST /api/owner/documents/{id}/reread</c>: everything of it is done anew; until then it is not found.</summary>
    public async Task<IResult> RereadAsync(HttpContext http, string id)
    {
        var document = await store.ChangeAsync(
            id,
            now => now.State == DocumentState.Reading ? null : now with
            {
                State = DocumentState.Reading,
                Step = ReadingStep.Sniff,
                Reading = now.Reading + 1,
                PicturePages = [],
                PicturesDone = 0,
                Attempts = 0,
                Error = null,
            },
            http.RequestAborted) ?? throw new ProblemException(Problems.DocumentNotFound);
        catalog.Invalidate();
        await scheduler.BeginAsync(id);
        return TypedResults.Json(DocumentView.Of(document), ProductJson.Api.DocumentView, statusCode: 202);
    }

    /// <summary><c>GET /api/owner/documents/{id}/passages?after=</c>: what the twin would cite.</summary>
    public async Task<IResult> PassagesAsync(HttpContext http, string id)
    {
        var document = await FindAsync(id, http.RequestAborted);
        var after = (int)(QueryValues.NumberOf(http.Request, "after", 0, int.MaxValue) ?? 0);
        var all = document.State == DocumentState.Ready ? await search.PassagesAsync(document, http.RequestAborted) : [];
        var page = all.Skip(after).Take(PassagesAtOnce)
            .Select(each => new PassageView(Passage.IdOf(id, each.Number), each.Page, each.Headings, each.Text)).ToList();
        return TypedResults.Json(
            new PassageList(page, after + page.Count < all.Count ? after + page.Count : null), ProductJson.Api.PassageList);
    }

    /// <summary><c>GET /api/owner/documents/{id}/events</c></summary>
    public async Task<IResult> EventsAsync(HttpContext http, string id)
        => new DocumentEvents(await FindAsync(id, http.RequestAborted), store, time);

    /// <summary><c>GET /api/owner/documents/{id}/file</c></summary>
    public async Task<IResult> FileAsync(HttpContext http, string id) => await FileOfAsync(http, await FindAsync(id, http.RequestAborted));

    /// <summary><c>GET /api/documents/{id}</c>: the file, for visitors.</summary>
    public async Task<IResult> PublicFileAsync(HttpContext http, string id)
        => await FindAsync(id, http.RequestAborted) is { Visibility: DocumentVisibility.Public, Kind: not null } document
            ? await FileOfAsync(http, document)
            : throw new ProblemException(Problems.DocumentNotFound);

    // What was uploaded is served as what it was found to be. Only what browsers show without running anything of it is shown by them.
    private async Task<IResult> FileOfAsync(HttpContext http, StoredDocument document)
    {
        var format = document.Kind is { } kind ? FileFormat.Of(kind) : null;
        var name = document.Name.Length > 0 ? document.Name : $"{document.Title}.{format?.Kind}";
        var file = await store.ReadFileAsync(document.Id, http.RequestAborted);
        var isShown = format == FileFormat.Pdf || format == FileFormat.Png || format == FileFormat.Jpeg;
        http.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(
            isShown ? "inline" : "attachment")
        {
            FileNameStar = name,
        }.ToString();
        http.Response.Headers.CacheControl = "private, no-cache";
        // Chromium shows no PDF that is in a sandbox; its viewer is one.
        http.Response.Headers.ContentSecurityPolicy = format == FileFormat.Pdf
            ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
            : "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        return TypedResults.Bytes(
            file, format?.MediaType ?? "application/octet-stream",
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{document.Hash[..32]}\""), enableRangeProcessing: true);
    }

    private async Task<StoredDocument> FindAsync(string id, CancellationToken cancellationToken)
        => await store.FindAsync(id, cancellationToken) ?? throw new ProblemException(Problems.DocumentNotFound);
}
