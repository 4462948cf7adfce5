using System.Text;
using DigitalTwin.Hosting;
using DigitalTwin.Personas.Importing;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Versions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Publishing;

/// <summary>The owner's persona file: made of a CV, checked, drafted, published, put back.</summary>
internal sealed class PublishingEndpoints(
    PersonaLibrary library, PersonaShelf shelf, DraftStore drafts, PersonaPublisher publisher, PersonaViews views)
{
    /// <summary><c>POST /api/owner/persona/import</c>: the body is the CV. Nothing is stored.</summary>
    public static async Task<IResult> ImportAsync(HttpContext http)
    {
        var file = await ReadAsync(http, PersonaImporter.MaxBytes);
        return TypedResults.Json(PersonaPublisher.Readable(() => PersonaExaminer.Import(file)), ProductJson.Api.ImportedPersona);
    }

    /// <summary><c>POST /api/owner/persona/check</c>: the body is the persona file. Nothing is stored.</summary>
    public static async Task<IResult> CheckAsync(HttpContext http)
    {
        var file = await ReadAsync(http, PersonaFile.MaxBytes);
        return TypedResults.Json(PersonaPublisher.Readable(() => PersonaExaminer.Examine(file)), ProductJson.Api.PersonaReport);
    }

    /// <summary><c>GET /api/owner/persona</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var view = await views.CurrentAsync(http.RequestAborted);
        SetETag(http, view.ETag);
        return TypedResults.Json(view, ProductJson.Api.PersonaView);
    }

    /// <summary><c>PUT /api/owner/persona?force=</c>: the body becomes the persona; <c>If-Match</c> names what it replaces.</summary>
    public async Task<IResult> PutAsync(HttpContext http)
    {
        var (isForced, file) = (IsForced(http), await ReadAsync(http, PersonaFile.MaxBytes));
        return await PublishAsync(http, file, IfMatch(http), isForced);
    }

    /// <summary><c>POST /api/owner/persona/publish?force=</c>: the body, or without one the draft, becomes the persona.</summary>
    public async Task<IResult> PublishAsync(HttpContext http)
    {
        var (isForced, file) = (IsForced(http), await ReadAsync(http, PersonaFile.MaxBytes));
        if (file.Length > 0)
        {
            return await PublishAsync(http, file, basedOn: null, isForced);
        }

        var draft = await drafts.FindAsync(http.RequestAborted) ?? throw new ProblemException(Problems.PersonaVersionNotFound);
        var result = await PublishAsync(http, Encoding.UTF8.GetBytes(draft.Text), draft.BasedOn, isForced);
        if (await drafts.FindAsync(http.RequestAborted) == draft)
        {
            // One that was changed meanwhile is not what was published.
            await drafts.DeleteAsync(http.RequestAborted);
        }

        return result;
    }

    /// <summary><c>GET /api/owner/persona/versions</c></summary>
    public async Task<IResult> ListVersionsAsync(HttpContext http)
    {
        var versions = await library.ListAsync(http.RequestAborted);
        var list = versions.Select((each, index) => new VersionView(each.Version, each.WrittenAt, each.Length, index == 0));
        return TypedResults.Json(new VersionList([.. list]), ProductJson.Api.VersionList);
    }

    /// <summary><c>GET /api/owner/persona/versions/{version}</c>: the file as it was.</summary>
    public async Task<IResult> GetVersionAsync(HttpContext http, string version)
        => TypedResults.Bytes(await shelf.ReadAsync(version, http.RequestAborted), "text/markdown; charset=utf-8");

    /// <summary><c>GET /api/owner/persona/diff?from=&amp;to=</c></summary>
    public async Task<IResult> DiffAsync(HttpContext http)
    {
        var from = await TextAsync("from", PersonaShelf.Published);
        return TypedResults.Json(PersonaDiff.Of(from, await TextAsync("to", PersonaShelf.Draft)), ProductJson.Api.PersonaDiff);

        async Task<string> TextAsync(string name, string otherwise)
        {
            var which = http.Request.Query[name].ToString() is { Length: > 0 } given ? given : otherwise;
            return Encoding.UTF8.GetString(await shelf.ReadAsync(which, http.RequestAborted));
        }
    }

    /// <summary><c>POST /api/owner/persona/rollback?version=&amp;force=</c>: a version becomes the persona again, as a new one.</summary>
    public async Task<IResult> RollBackAsync(HttpContext http)
    {
        var file = await shelf.ReadAsync(http.Request.Query["version"].ToString(), http.RequestAborted);
        return await PublishAsync(http, file, basedOn: null, IsForced(http));
    }

    /// <summary><c>GET /api/owner/persona/draft</c></summary>
    public async Task<IResult> GetDraftAsync(HttpContext http)
        => await views.DraftAsync(http.RequestAborted) is { } draft
            ? TypedResults.Json(draft, ProductJson.Api.DraftView)
            : throw new ProblemException(Problems.PersonaVersionNotFound);

    /// <summary><c>PUT /api/owner/persona/draft</c>: the body is the draft, broken or not.</summary>
    public async Task<IResult> PutDraftAsync(HttpContext http)
    {
        var text = RequestBody.TextOf(await ReadAsync(http, PersonaFile.MaxBytes));
        await drafts.ChangeAsync(_ => text, http.RequestAborted);
        return TypedResults.Json((await views.DraftAsync(http.RequestAborted))!, ProductJson.Api.DraftView);
    }

    /// <summary><c>DELETE /api/owner/persona/draft</c></summary>
    public async Task<IResult> DeleteDraftAsync(HttpContext http)
    {
        await drafts.DeleteAsync(http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> PublishAsync(HttpContext http, byte[] file, string? basedOn, bool isForced)
    {
        var (report, etag) = await publisher.PublishAsync(file, basedOn, isForced, http.RequestAborted);
        SetETag(http, etag);
        return TypedResults.Json(report, ProductJson.Api.PersonaReport);
    }

    private static void SetETag(HttpContext http, string? etag) => http.Response.Headers.ETag = etag is null ? default : $"\"{etag}\"";

    // One tag or any; a list of them is nobody's who read the persona.
    private static string? IfMatch(HttpContext http)
    {
        var given = http.Request.Headers.IfMatch.ToString().Trim();
        return given is "" or "*" ? null
            : EntityTagHeaderValue.TryParse(given, out var tag) ? tag.Tag.Value!.Trim('"')
            : throw new ProblemException(Problems.InvalidParameter, "'If-Match' is the 'ETag' of the persona.");
    }

    private static bool IsForced(HttpContext http) => http.Request.Query["force"].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => throw new ProblemException(Problems.InvalidParameter, "'force' is 'true' or 'false'."),
    };

    private static async Task<byte[]> ReadAsync(HttpContext http, int most) => (await RequestBody.ReadBytesAsync(http, most)).ToArray();
}
