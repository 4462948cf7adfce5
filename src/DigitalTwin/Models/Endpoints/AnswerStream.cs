using System.Buffers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>Reads the body of an answer: events or one JSON object, whichever the endpoint sent.</summary>
/// <remarks>https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation</remarks>
internal sealed class AnswerStream(BoundedBody body, IAnswerReader reader, TimeProvider time)
{
    // What follows the reason of the end is the usage and the mark; some servers then keep the connection.
    private static readonly TimeSpan TailLimit = TimeSpan.FromSeconds(1);

    private static readonly JsonDocumentOptions Generous = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonReaderOptions GenerousReader = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private bool marked;

    /// <exception cref="ModelException">The answer was broken off, is an error, or follows no protocol.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await body.PeekAsync(cancellationToken);
        if (first is null or (byte)'<')
        {
            throw first is null
                ? new ModelException(ModelFailure.Unavailable, "The endpoint sent an empty answer.")
                : EndpointErrors.WebPage();
        }

        if (first == '{')
        {
            using var whole = await ReadWholeAsync(cancellationToken);
            yield return reader.Read(whole.RootElement);
            if (!reader.HasBegun)
            {
                throw EndpointErrors.NotTheProtocol();
            }
        }
        else
        {
            await foreach (var update in ReadEventsAsync(cancellationToken))
            {
                yield return update;
            }
        }

        yield return reader.End();
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var tail = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tail.Token, cancellationToken);
        await using var events = SseParser.Create(body, Parse).EnumerateAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (await MoveNextAsync(events, cancellationToken) && !events.Current.Data.IsEnd)
        {
            body.BeginNext();
            using var json = events.Current.Data.Json;
            if (json is null)
            {
                continue;
            }

            var isOver = reader.Finish is not null;
            yield return reader.Read(json.RootElement);
            if (!isOver && reader.Finish is not null)
            {
                tail.CancelAfter(TailLimit);
            }
        }

        if (!reader.HasBegun || (reader.Finish is null && !marked))
        {
            throw EndpointErrors.BrokenOff();
        }
    }

    // Once the reason of the end is there, nothing that happens to the connection takes anything from the answer.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<Event>> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception error) when (reader.Finish is not null
            && !cancellationToken.IsCancellationRequested
            && error is (OperationCanceledException or IOException or HttpRequestException))
        {
            return false;
        }
    }

    private Event Parse(string type, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.Length > 0 && data[0] == '{')
        {
            return ParseObject(data);
        }

        marked |= data.Trim("[] "u8).SequenceEqual("DONE"u8) || data.Trim("[] "u8).SequenceEqual("done"u8);
        return new Event(null, marked);
    }

    private Event ParseObject(ReadOnlySpan<byte> data)
    {
        try
        {
            // A server that cuts a text by bytes may have cut a character.
            var valid = Utf8.IsValid(data) ? data : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(data));
            var json = new Utf8JsonReader(valid, GenerousReader);
            return new Event(JsonDocument.ParseValue(ref json), false);
        }
        catch (JsonException) when (reader.Finish is not null)
        {
            // What comes after the end takes nothing from the answer.
            return new Event(null, true);
        }
        catch (JsonException error)
        {
            throw EndpointErrors.NotTheProtocol(error);
        }
    }

    // It is over where its object is closed: not every server ends the connection.
    private async Task<JsonDocument> ReadWholeAsync(CancellationToken cancellationToken)
    {
        var read = new ArrayBufferWriter<byte>();
        while (true)
        {
            var count = await body.ReadAsync(read.GetMemory(16 * 1024), cancellationToken);
            read.Advance(count);
            var bytes = read.WrittenMemory.TrimEnd(" \r\n\t"u8);
            if (count == 0 || bytes.Span.EndsWith("}"u8))
            {
                try
                {
                    return Utf8.IsValid(bytes.Span)
                        ? JsonDocument.Parse(bytes, Generous)
                        : JsonDocument.Parse(Encoding.UTF8.GetString(bytes.Span), Generous);
                }
                catch (JsonException error) when (count == 0)
                {
                    throw EndpointErrors.NotTheProtocol(error);
                }
                catch (JsonException)
                {
                    // The end of an inner object.
                }
            }
        }
    }

    private readonly record struct Event(JsonDocument? Json, bool IsEnd);
}
