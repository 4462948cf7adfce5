using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Previews;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Publishing;

/// <summary>Asks a persona before visitors do.</summary>
internal sealed class PreviewEndpoint(PersonaShelf shelf, TwinPreview twin, TimeProvider time)
{
    private const int MostBefore = 20;

    /// <summary><c>POST /api/owner/persona/preview</c></summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.PreviewRequest);
        RequestBody.RequireMessage(request.Message, "message");
        var history = request.History ?? [];
        if (history.Count > MostBefore || history.Any(each => each?.Role is not ("user" or "assistant") || each.Text is null))
        {
            throw new ProblemException(
                Problems.InvalidField, $"At most {MostBefore} messages of 'user' and 'assistant'.", ["history"]);
        }

        var file = await shelf.ReadAsync(request.Persona ?? PersonaShelf.Draft, http.RequestAborted);
        var persona = PersonaPublisher.Readable(() => PersonaParser.Read(file).Persona);
        var question = new PreviewQuestion(PersonaSnapshot.Of(persona, "preview", null), request.Message)
        {
            Locale = request.Locale,
            Recent = [.. history.Select(ToMessage)],
        };
        try
        {
            return TypedResults.Json(await twin.AskAsync(question, http.RequestAborted), ProductJson.Api.PreviewReply);
        }
        catch (ModelException error)
        {
            throw new ProblemException(Problems.ModelFailed, error.Hint);
        }
    }

    private StoredMessage ToMessage(PreviewMessage message, int index) => new()
    {
        Number = index + 1,
        Id = (index + 1).ToString(CultureInfo.InvariantCulture),
        IsFromVisitor = message.Role == "user",
        Text = message.Text,
        At = time.GetUtcNow(),
        Citations = message.Citations ?? [],
    };
}
