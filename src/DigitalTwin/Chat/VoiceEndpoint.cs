using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DigitalTwin.Media;
using DigitalTwin.Models;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using DigitalTwin.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Chat;

/// <summary>Takes spoken messages: first the recording becomes text, then the turn goes as any other.</summary>
internal sealed partial class VoiceEndpoint(
    ChatStarter starter,
    SpeechReader speech,
    TurnResponses responses,
    IOptions<ModelOptions> model,
    ILogger<VoiceEndpoint> logger)
{
    /// <summary>Most bytes of a recording: 60 seconds at over 130 kbit/s, four times what browsers use for speech.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>How long a recording may be: one second more than announced, for what recorders add.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromSeconds(61);

    /// <summary><c>POST /api/chat/voice?messageId=&amp;locale=</c></summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var visitor = Visitor.Of(http);
        if (!speech.IsEnabled)
        {
            var why = model.Value.Provider == ModelProvider.Offline ? "The offline model cannot hear." : null;
            throw new ProblemException(Problems.VoiceUnavailable, why);
        }

        var request = new ChatRequest { Message = "?", MessageId = Query(http, "messageId"), Locale = Query(http, "locale") };
        request.Check();
        var recording = await ReadAsync(http);
        if (await starter.FindAsync(visitor, request.MessageId, http.RequestAborted) is { } known)
        {
            return await responses.FromAsync(http, known.Feed, 0, known.Ticket);
        }

        if (TurnResponses.WantsEvents(http.Request))
        {
            return new VoiceStream(token => HearAsync(visitor, request, recording, isWatched: true, token), responses, logger);
        }

        var (heard, started) = await HearAsync(visitor, request, recording, isWatched: false, http.RequestAborted);
        return await responses.FromAsync(http, started.Feed, 0, started.Ticket, heard);
    }

    private async Task<(string Heard, StartedChat Started)> HearAsync(
        Visitor visitor, ChatRequest request, Recording recording, bool isWatched, CancellationToken cancellationToken)
    {
        var who = new Spender(visitor.SessionId ?? "", visitor.Site, 0);
        var text = await speech.ReadAsync(recording.Sound, recording.Kind, request.Locale, who, cancellationToken);
        text = UnicodeText.Cut(text, RequestBody.LongestMessage);
        return (text, await starter.StartAsync(visitor, request with { Message = text }, isWatched, cancellationToken));
    }

    private static async Task<Recording> ReadAsync(HttpContext http)
    {
        var said = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type.MediaType.Value : null;
        if (SoundKind.All.All(kind => !kind.MediaType.Equals(said, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(Problems.SoundRefused, $"One of {string.Join(", ", SoundKind.All.Select(kind => kind.MediaType))}.");
        }

        var sound = await RequestBody.ReadBytesAsync(http, MaxBytes);
        var kind = SoundKind.Of(sound.Span)
            ?? throw new ProblemException(Problems.SoundRefused, "The body is not a recording of these kinds.");
        return kind.LengthOf(sound.Span) > MaxLength ? throw new ProblemException(Problems.SoundTooLong) : new Recording(sound, kind);
    }

    private static string? Query(HttpContext http, string name)
        => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    private readonly record struct Recording(ReadOnlyMemory<byte> Sound, SoundKind Kind);

    /// <summary>The events of a spoken message: that it is listened to, what was understood, then the turn's own.</summary>
    /// <remarks>The first two have no id: they are not the turn's, and come once.</remarks>
    private sealed class VoiceStream(
        Func<CancellationToken, Task<(string Heard, StartedChat Started)>> hear, TurnResponses responses, ILogger logger) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
            await EventStream.BeginAsync(httpContext);
            var status = new StatusChanged(TurnStatus.MediaProcessing);
            await SendAsync(response, TurnEventTypes.Status, status, ProductJson.Api.StatusChanged, aborted);
            StartedChat? started = null;
            try
            {
                (var heard, started) = await hear(aborted);
                await SendAsync(response, "transcript", new Transcript(heard), ProductJson.Api.Transcript, aborted);
            }
            catch (Exception error)
            {
                started?.Feed.Dispose();
                if (aborted.IsCancellationRequested)
                {
                    throw;
                }

                // The response has begun: the problem can only be sent as an event.
                var problem = ProblemMapper.Map(error);
                if (problem == Problems.Internal)
                {
                    LogFailed(logger, error);
                }

                var body = ProblemBody.Of(httpContext, problem, (error as ProblemException)?.Detail, null);
                await SendAsync(response, "problem", body, ProductJson.Api.ProblemBody, aborted);
                return;
            }

            await responses.Events(started.Feed, 0, started.Ticket).ExecuteAsync(httpContext);
        }

        private static Task SendAsync<T>(
            HttpResponse response,
            string type,
            T data,
            JsonTypeInfo<T> json,
            CancellationToken aborted)
            => EventStream.SendAsync(response, $"event: {type}\ndata: {JsonSerializer.Serialize(data, json)}\n\n", aborted);
    }

    [LoggerMessage(EventId = 6102, Level = LogLevel.Error, Message = "A spoken message failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}

/// <summary>The data of a <c>transcript</c> event.</summary>
/// <param name="Text">The text of the recording.</param>
internal sealed record Transcript(string Text);
