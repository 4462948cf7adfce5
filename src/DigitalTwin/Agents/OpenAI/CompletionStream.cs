using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>A turn as OpenAI's server-sent chunks.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class CompletionStream(ProgramTurn turn, bool wantsUsage, TimeProvider time) : IResult
{
    private readonly long created = time.GetUtcNow().ToUnixTimeSeconds();

    public static string IdOf(ProgramTurn turn) => $"chatcmpl-{turn.Id.SessionId}";

    public static CompletionUsage UsageOf(TurnView view)
        => new(view.Usage.InputTokens, view.Usage.OutputTokens, view.Usage.InputTokens + view.Usage.OutputTokens);

    /// <summary>The finish reason; a reply that a limit of the turn ended counts as one that reached its length.</summary>
    public static string FinishOf(TurnView view)
        => view.CutOff == CutOffReason.ContentFilter ? "content_filter" : view.Error is null && view.CutOff is null ? "stop" : "length";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var watching = turn;
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        try
        {
            await EventStream.BeginAsync(httpContext);
            await SendAsync(response, Chunk(new CompletionMessage { Role = "assistant", Content = "" }, null), aborted);
            await SendRepliesAsync(response, aborted);
            await EventStream.SendAsync(response, "data: [DONE]\n\n", aborted);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            turn.Cancel();
        }
    }

    private async Task SendRepliesAsync(HttpResponse response, CancellationToken aborted)
    {
        await foreach (var next in turn.Stream.ReadAllAsync(0, EventStream.HeartbeatInterval, time, aborted))
        {
            if (next.Count == 0)
            {
                await EventStream.SendAsync(response, EventStream.Heartbeat, aborted);
            }

            foreach (var each in next)
            {
                await SendAsync(response, each, aborted);
            }
        }
    }

    private async Task SendAsync(HttpResponse response, TurnEvent next, CancellationToken aborted)
    {
        if (next.Type == TurnEventTypes.Delta)
        {
            await SendAsync(response, Chunk(new CompletionMessage { Content = TurnEventKinds.Delta.Read(next).Text }, null), aborted);
        }
        else if (next.IsLast)
        {
            await EndAsync(response, TurnEventKinds.Completed.Read(next), aborted);
        }
    }

    private async Task EndAsync(HttpResponse response, TurnView view, CancellationToken aborted)
    {
        if (ProgramTurn.FailureOf(view) is { } problem)
        {
            await SendAsync(response, CompletionEndpoints.ErrorOf(problem, null, null), CompletionJson.Api.CompletionErrorBody, aborted);
            return;
        }

        var citations = view.Citations.Count > 0 ? view.Citations : null;
        var end = Chunk(new CompletionMessage(), FinishOf(view)) with { Citations = citations };
        await SendAsync(response, end, aborted);
        if (wantsUsage)
        {
            await SendAsync(response, Chunk(null, null) with { Usage = UsageOf(view) }, aborted);
        }
    }

    private Completion Chunk(CompletionMessage? delta, string? finish)
    {
        CompletionChoice[] choices = delta is null ? [] : [new CompletionChoice(0) { Delta = delta, FinishReason = finish }];
        return new Completion(IdOf(turn), "chat.completion.chunk", created, CompletionRequest.ModelId, choices);
    }

    private static Task SendAsync(HttpResponse response, Completion chunk, CancellationToken aborted)
        => SendAsync(response, chunk, CompletionJson.Api.Completion, aborted);

    private static Task SendAsync<T>(HttpResponse response, T data, JsonTypeInfo<T> json, CancellationToken aborted)
        => EventStream.SendAsync(response, $"data: {JsonSerializer.Serialize(data, json)}\n\n", aborted);
}
