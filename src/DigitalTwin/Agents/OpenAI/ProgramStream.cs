using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>A turn as a stream of one of OpenAI's protocols. A client that goes away ends the turn.</summary>
internal abstract class ProgramStream(ProgramTurn turn, TimeProvider time) : IResult
{
    protected ProgramTurn Turn => turn;

    /// <summary>When the answer began, in seconds since 1970.</summary>
    protected long Created { get; } = time.GetUtcNow().ToUnixTimeSeconds();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var watching = turn;
        var aborted = httpContext.RequestAborted;
        try
        {
            AiNotice.Mark(httpContext);
            await EventStream.BeginAsync(httpContext);
            await SendAsync(httpContext.Response, Begin(), aborted);
            await foreach (var next in turn.Stream.ReadAllAsync(0, EventStream.HeartbeatInterval, time, aborted))
            {
                await SendAsync(httpContext.Response, next.Count == 0 ? EventStream.Heartbeat : string.Concat(next.Select(Write)), aborted);
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            turn.Cancel();
        }
    }

    /// <summary>What comes first.</summary>
    protected abstract string Begin();

    /// <summary>A piece of the reply.</summary>
    protected abstract string Delta(string text);

    /// <summary>What comes last.</summary>
    protected abstract string End(TurnView view);

    private string Write(TurnEvent next)
        => next.Type == TurnEventTypes.Delta ? Delta(TurnEventKinds.Delta.Read(next).Text)
            : next.IsLast ? End(TurnEventKinds.Completed.Read(next))
            : "";

    private static Task SendAsync(HttpResponse response, string text, CancellationToken aborted)
        => text.Length == 0 ? Task.CompletedTask : EventStream.SendAsync(response, text, aborted);
}
