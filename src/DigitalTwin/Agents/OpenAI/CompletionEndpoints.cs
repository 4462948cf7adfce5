using System.Text;
using System.Text.Json;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using DigitalTwin.Personas;
using DigitalTwin.Turns.Api;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>The twin for programs that speak OpenAI's chat completions or Responses.</summary>
internal sealed class CompletionEndpoints(ProgramTurns turns, PersonaProvider personas, TimeProvider time)
{
    // Required by the protocol and without meaning here: the time a model was created.
    private const long ModelCreated = 1_767_225_600;

    /// <summary><c>POST /v1/chat/completions</c></summary>
    public async Task<IResult> CompleteAsync(HttpContext http)
    {
        var (request, turn) = await BeginAsync(http, CompletionRequest.Parse);
        if (request.Streams)
        {
            return new CompletionStream(turn, request.WantsUsage, time);
        }

        using (turn)
        {
            var view = await turn.FinishAsync(http.RequestAborted);
            AiNotice.Mark(http);
            return TypedResults.Json(ToCompletion(turn, view), CompletionJson.Api.Completion);
        }
    }

    /// <summary><c>POST /v1/responses</c></summary>
    public async Task<IResult> RespondAsync(HttpContext http)
    {
        var (request, turn) = await BeginAsync(http, ResponseRequest.Parse);
        if (request.Streams)
        {
            return new ResponseStream(turn, time);
        }

        using (turn)
        {
            var created = time.GetUtcNow().ToUnixTimeSeconds();
            var view = await turn.FinishAsync(http.RequestAborted);
            AiNotice.Mark(http);
            var json = ResponseObject.Of(turn, created, view).ToJsonString(ResponseObject.Json);
            return TypedResults.Text(json, "application/json", Encoding.UTF8);
        }
    }

    /// <summary><c>GET /v1/models</c></summary>
    public async Task<IResult> ListModelsAsync(HttpContext http)
    {
        var list = new CompletionModelList("list", [await ModelAsync(http.RequestAborted)]);
        return TypedResults.Json(list, CompletionJson.Api.CompletionModelList);
    }

    /// <summary><c>GET /v1/models/{id}</c></summary>
    public async Task<IResult> GetModelAsync(HttpContext http, string id)
    {
        return id == RequestReader.ModelId
            ? TypedResults.Json(await ModelAsync(http.RequestAborted), CompletionJson.Api.CompletionModel)
            : throw new ProblemException(Problems.ModelNotFound, $"The model is '{RequestReader.ModelId}'.", ["model"]);
    }

    private async Task<(T Request, ProgramTurn Turn)> BeginAsync<T>(HttpContext http, Func<JsonElement, T> parse)
        where T : IProgramRequest
    {
        using var body = await RequestBody.ReadDocumentAsync(http, RequestReader.MaxBytes);
        var request = parse(body.RootElement);
        var program = ProgramCaller.Of(http);
        return (request, await turns.BeginAsync(program, request.Before, request.Message, request.Streams, http.RequestAborted));
    }

    private Completion ToCompletion(ProgramTurn turn, TurnView view)
    {
        var choice = new CompletionChoice(0)
        {
            Message = new CompletionMessage { Role = "assistant", Content = view.Reply },
            FinishReason = CompletionStream.FinishOf(view),
        };
        return new Completion(
            CompletionStream.IdOf(turn), "chat.completion", time.GetUtcNow().ToUnixTimeSeconds(), RequestReader.ModelId, [choice])
        {
            Usage = CompletionStream.UsageOf(view),
            Citations = view.Citations.Count > 0 ? view.Citations : null,
        };
    }

    private async Task<CompletionModel> ModelAsync(CancellationToken cancellationToken)
        => new(RequestReader.ModelId, "model", ModelCreated, (await personas.GetAsync(cancellationToken)).Persona.Name);
}
