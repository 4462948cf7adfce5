using DigitalTwin.Access;
using DigitalTwin.Chat;
using DigitalTwin.Hosting;
using DigitalTwin.Offerings.Files;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Offerings;

/// <summary>What the owner offers: visitors search and look, the owner writes.</summary>
internal sealed class OfferingEndpoints(OfferingCatalog catalogs, OfferingStore store, ChatEndpoints chat)
{
    /// <summary><c>POST /api/search</c>: a turn that searches, as JSON or as server-sent events.</summary>
    public async Task<IResult> SearchAsync(HttpContext http)
    {
        var visitor = Visitor.Of(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.SearchRequest, ChatEndpoints.MaxBytesWithPictures);
        return await chat.AnswerAsync(http, visitor, request.ToChatRequest());
    }

    /// <summary><c>GET /api/offerings/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
        => (await catalogs.GetAsync(http.RequestAborted)).ById.GetValueOrDefault(id) is { } offering
            ? TypedResults.Json(offering, ProductJson.Api.Offering)
            : throw new ProblemException(Problems.OfferingNotFound);

    /// <summary><c>GET /api/owner/offerings</c>: the files, and what is wrong with them.</summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var catalog = await catalogs.GetAsync(http.RequestAborted);
        var files = catalog.Files.Select(file => new OfferingFileView(file.Name, file.Offerings.Count, file.Problem));
        return TypedResults.Json(new OfferingFileList([.. files], catalog.ById.Count), ProductJson.Api.OfferingFileList);
    }

    /// <summary><c>GET /api/owner/offerings/{name}</c>: a file as it is.</summary>
    public async Task<IResult> GetFileAsync(HttpContext http, string name)
        => await store.FindAsync(name, http.RequestAborted) is { } file
            ? TypedResults.Bytes(file.Bytes.ToArray(), TypeOf(name))
            : throw new ProblemException(Problems.OfferingNotFound);

    /// <summary><c>PUT /api/owner/offerings/{name}</c>: the body is the file. One that cannot be read is not kept.</summary>
    public async Task<IResult> PutAsync(HttpContext http, string name)
    {
        var bytes = await RequestBody.ReadBytesAsync(http, OfferingFile.MaxBytes);
        if (!OfferingFile.IsName(name))
        {
            throw new ProblemException(
                Problems.OfferingsUnreadable, "The name of a file ends in .md, .csv or .json, and has small letters, digits and . _ -");
        }

        var offerings = Read(name, bytes);
        await store.WriteAsync(name, bytes, http.RequestAborted);
        catalogs.Invalidate();
        return TypedResults.Json(new OfferingFileView(name, offerings.Count, null), ProductJson.Api.OfferingFileView);
    }

    /// <summary><c>DELETE /api/owner/offerings/{name}</c></summary>
    public async Task<IResult> DeleteAsync(HttpContext http, string name)
    {
        var isThere = await store.DeleteAsync(name, http.RequestAborted);
        catalogs.Invalidate();
        return isThere ? TypedResults.NoContent() : throw new ProblemException(Problems.OfferingNotFound);
    }

    private static IReadOnlyList<Offering> Read(string name, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return OfferingFile.Read(name, bytes);
        }
        catch (OfferingFormatException error)
        {
            throw new ProblemException(Problems.OfferingsUnreadable, error.Message);
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".md" => "text/markdown; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        _ => "application/json",
    };
}
