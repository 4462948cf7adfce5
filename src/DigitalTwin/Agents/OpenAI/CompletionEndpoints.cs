using DigitalTwin.ApiKeys;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Turns.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>The twin for everything that speaks OpenAI's chat completions.</summary>
internal sealed class CompletionEndpoints(ApiKeyGate gate, ProgramTurns turns, PersonaProvider personas, TimeProvider time)
{
    // A piece of the protocol that says nothing here: a model is as old as the twin's persona, which nobody asks for.
    private const long ModelCreated = 1_767_225_600;

    /// <summary><c>POST /v1/chat/completions</c></summary>
    public Task<IResult> CompleteAsync(HttpContext http) => AnswerAsync(http, async () =>
    {
        using var body = await RequestBody.ReadDocumentAsync(http, CompletionRequest.MaxBytes);
        var request = CompletionRequest.Parse(body.RootElement);
        var turn = turns.Begin(request.Before, request.Message);
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
        => AnswerAsync(http, async () => TypedResults.Json(new CompletionModelList("list", [await ModelAsync(http.RequestAborted)]), CompletionJson.Api.CompletionModelList));

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
        catch (Exception error) when (error is ProblemException || (error is not OperationCanceledException && ProblemMapper.Map(error) != Problems.Internal))
        {
            var (problem, known) = (ProblemMapper.Map(error), error as ProblemException);
            return TypedResults.Json(ErrorOf(problem, known?.Detail, known?.Fields), CompletionJson.Api.CompletionErrorBody, statusCode: problem.Status);
        }
    }

    /// <summary>A problem in OpenAI's words.</summary>
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
        return new CompletionErrorBody(new CompletionError(detail is null ? problem.Title : $"{problem.Title} {detail}", type, fields is { Count: > 0 } ? fields[0] : null, problem.Code));
    }

    private JsonHttpResult<Completion> Answer(ProgramTurn turn, TurnView view)
        => TypedResults.Json(
            new Completion(CompletionStream.IdOf(turn), "chat.completion", time.GetUtcNow().ToUnixTimeSeconds(), CompletionRequest.ModelId,
            [
                new CompletionChoice(0) { Message = new CompletionMessage { Role = "assistant", Content = view.Reply }, FinishReason = CompletionStream.FinishOf(view) },
            ])
            {
                Usage = CompletionStream.UsageOf(view),
                Citations = view.Citations.Count > 0 ? view.Citations : null,
            },
            CompletionJson.Api.Completion);

    private async Task<CompletionModel> ModelAsync(CancellationToken cancellationToken)
        => new(CompletionRequest.ModelId, "model", ModelCreated, (await personas.GetAsync(cancellationToken)).Persona.Name);
}
