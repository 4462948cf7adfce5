using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Importing;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Publishing;

/// <summary>The owner's persona file: made of a CV, checked, published.</summary>
internal sealed class PublishingEndpoints(IBlobStore blobs, PersonaProvider personas, IOptions<PersonaOptions> options)
{
    /// <summary><c>POST /api/owner/persona/import</c>: the body is the CV. Nothing is stored.</summary>
    public static async Task<IResult> ImportAsync(HttpContext http)
    {
        var file = await ReadAsync(http, PersonaImporter.MaxBytes);
        return TypedResults.Json(Readable(() => PersonaExaminer.Import(file)), ProductJson.Api.ImportedPersona);
    }

    /// <summary><c>POST /api/owner/persona/check</c>: the body is the persona file. Nothing is stored.</summary>
    public static async Task<IResult> CheckAsync(HttpContext http)
    {
        var file = await ReadAsync(http, PersonaFile.MaxBytes);
        return TypedResults.Json(Readable(() => PersonaExaminer.Examine(file)), ProductJson.Api.PersonaReport);
    }

    /// <summary><c>POST /api/owner/persona/publish</c>: the body becomes the persona, if it can be read.</summary>
    public async Task<IResult> PublishAsync(HttpContext http)
    {
        if (options.Value.Path is { Length: > 0 })
        {
            throw new ProblemException(Problems.PersonaNotEditable);
        }

        var file = await ReadAsync(http, PersonaFile.MaxBytes);
        var report = Readable(() => PersonaExaminer.Examine(file));
        await blobs.WriteAsync(PersonaSource.BlobNames[0], file, BlobCondition.Any, http.RequestAborted);
        personas.Invalidate();
        return TypedResults.Json(report, ProductJson.Api.PersonaReport);
    }

    private static async Task<byte[]> ReadAsync(HttpContext http, int most) => (await RequestBody.ReadBytesAsync(http, most)).ToArray();

    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PersonaFormatException error)
        {
            throw new ProblemException(Problems.PersonaUnreadable, error.Line > 0 ? $"Line {error.Line}: {error.Message}" : error.Message);
        }
    }
}
