using DigitalTwin.ApiKeys;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Turns.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>The twin for programs that speak OpenAI's chat completions.</summary>
internal sealed class CompletionEndpoints(ApiKeyGate gate, ProgramTurns turns, PersonaProvider personas, TimeProvider time)
{
    // Required by the protocol and without meaning here: the time a model was created.
    private const long ModelCreated = 1_767_225_600;

    /// <summary><c>POST /v1/chat/completions</c></summary>
    public Task<IResult> CompleteAsync(HttpContext http) => AnswerAsync(http, async () =>
    {
        using var body = await RequestBody.ReadDocumentAsync(http, CompletionRequest.MaxBytes);
        var request = CompletionRequest.Parse(body.RootElement);
        var turn = await turns.BeginAsync(request.Before, request.Message, request.Streams, http.RequestAborted);
        if (request.Streams)
        {
            return new CompletionStream(turn, request.WantsUsage, time);
        }

        using (turn)
        {
            return Answer(turn, await turn.FinishAsync(http.RequestAborted));
        }
    });

    /// <summary><c>GET /v1/models</c></summary>
    public Task<IResult> ListModelsAsync(HttpContext http)
        => AnswerAsync(http, async () =>
        {
            var list = new CompletionModelList("list", [await ModelAsync(http.RequestAborted)]);
            return TypedResults.Json(list, CompletionJson.Api.CompletionModelList);
        });

    /// <summary><c>GET /v1/models/{id}</c></summary>
    public Task<IResult> GetModelAsync(HttpContext http, string id)
        => AnswerAsync(http, async () => id == CompletionRequest.ModelId
            ? TypedResults.Json(await ModelAsync(http.RequestAborted), CompletionJson.Api.CompletionModel)
            : throw new ProblemException(Problems.ModelNotFound, $"The model is '{CompletionRequest.ModelId}'.", ["model"]));

    private async Task<IResult> AnswerAsync(HttpContext http, Func<Task<IResult>> answer)
    {
        try
        {
            await gate.EnterAsync(http);
            return await answer();
        }
        catch (Exception error) when (ProblemMapper.IsKnown(error))
        {
            var (problem, known) = (ProblemMapper.Map(error), error as ProblemException);
            var body = ErrorOf(problem, known?.Detail, known?.Fields);
            return TypedResults.Json(body, CompletionJson.Api.CompletionErrorBody, statusCode: problem.Status);
        }
    }

    /// <summary>A problem in the form of OpenAI's errors.</summary>
    public static CompletionErrorBody ErrorOf(Problem problem, string? detail, IReadOnlyList<string>? fields)
    {
        var type = problem.Status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            StatusCodes.Status403Forbidden => "permission_error",
            StatusCodes.Status429TooManyRequests => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
        var message = detail is null ? problem.Title : $"{problem.Title} {detail}";
        var field = fields is { Count: > 0 } ? fields[0] : null;
        return new CompletionErrorBody(new CompletionError(message, type, field, problem.Code));
    }

    private JsonHttpResult<Completion> Answer(ProgramTurn turn, TurnView view)
    {
        var (id, created) = (CompletionStream.IdOf(turn), time.GetUtcNow().ToUnixTimeSeconds());
        var choice = new CompletionChoice(0)
        {
            Message = new CompletionMessage { Role = "assistant", Content = view.Reply },
            FinishReason = CompletionStream.FinishOf(view),
        };
        var answer = new Completion(id, "chat.completion", created, CompletionRequest.ModelId, [choice])
        {
            Usage = CompletionStream.UsageOf(view),
            Citations = view.Citations.Count > 0 ? view.Citations : null,
        };
        return TypedResults.Json(answer, CompletionJson.Api.Completion);
    }

    private async Task<CompletionModel> ModelAsync(CancellationToken cancellationToken)
        => new(CompletionRequest.ModelId, "model", ModelCreated, (await personas.GetAsync(cancellationToken)).Persona.Name);
}
