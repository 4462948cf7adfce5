using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Documents;

/// <summary>How the reading of a document goes on, as server-sent events: each is the document as it is then.</summary>
internal sealed class DocumentEvents(StoredDocument document, DocumentStore store, TimeProvider time) : IResult
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Before the platform ends it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(200);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        await EventStream.BeginAsync(httpContext);
        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        var (began, beat, sent, last) = (time.GetTimestamp(), time.GetTimestamp(), 0, "");
        for (StoredDocument? now = document; time.GetElapsedTime(began) < Longest; now = await store.FindAsync(document.Id, aborted))
        {
            var data = now is null ? "{}" : JsonSerializer.Serialize(DocumentView.Of(now), ProductJson.Api.DocumentView);
            if (data != last)
            {
                var type = now is null ? "deleted" : now.State == DocumentState.Reading ? "progress" : "document";
                await EventStream.SendAsync(
                    response, string.Create(CultureInfo.InvariantCulture, $"id: {document.Id}:{++sent}\nevent: {type}\ndata: {data}\n\n"),
                        aborted);
                (last, beat) = (data, time.GetTimestamp());
            }

            if (now is not { State: DocumentState.Reading })
            {
                return;
            }

            if (time.GetElapsedTime(beat) > EventStream.HeartbeatInterval)
            {
                await EventStream.SendAsync(response, EventStream.Heartbeat, aborted);
                beat = time.GetTimestamp();
            }

            await Task.Delay(Pause, time, aborted);
        }

        await EventStream.SendAsync(response, EventStream.Reconnect, aborted);
    }
}
