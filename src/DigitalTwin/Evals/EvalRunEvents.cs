using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Evals;

/// <summary>A run's rows as server-sent events, as they come; ids are <c>run:number</c>, so that a reader goes on where it was.</summary>
internal sealed class EvalRunEvents(EvalRun run, EvalRuns runs, EvalStore store, TimeSpan longest, TimeProvider time) : IResult
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        var sent = LastOf(httpContext.Request);
        await EventStream.BeginAsync(httpContext);
        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        var (began, beat) = (time.GetTimestamp(), time.GetTimestamp());
        while (time.GetElapsedTime(began) < longest)
        {
            // The run is read first: where it is over, all its results are there.
            var now = await store.FindAsync(run.Id, aborted) ?? run;
            var view = await runs.ViewAsync(now, aborted);
            foreach (var row in view.Rows!.Skip(sent).TakeWhile(row => row.Result is not null))
            {
                sent++;
                await SendAsync("case", sent, JsonSerializer.Serialize(row, ProductJson.Api.EvalRow));
                beat = time.GetTimestamp();
            }

            if (view.Status != EvalRunView.Running)
            {
                await SendAsync("summary", view.Total + 1,
                    JsonSerializer.Serialize(view with { Rows = null }, ProductJson.Api.EvalRunView));
                return;
            }

            if (time.GetElapsedTime(beat) > EventStream.HeartbeatInterval)
            {
                await EventStream.SendAsync(response, EventStream.Heartbeat, aborted);
                beat = time.GetTimestamp();
            }

            _ = runs.WorkOnAsync(now);
            await Task.Delay(Pause, time, aborted);
        }

        await EventStream.SendAsync(response, EventStream.Reconnect, aborted);

        Task SendAsync(string type, int number, string data)
            => EventStream.SendAsync(
                response,
                string.Create(CultureInfo.InvariantCulture, $"id: {run.Id}:{number}\nevent: {type}\ndata: {data}\n\n"), aborted);
    }

    private int LastOf(HttpRequest request)
    {
        var last = request.Headers["Last-Event-ID"].ToString();
        if (last.Length == 0)
        {
            return 0;
        }

        return last.Split(':') is [var id, var number] && id == run.Id
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
                ? sent
                : throw new ProblemException(Problems.InvalidParameter, "'Last-Event-ID' is the id of an event of this run.");
    }
}
