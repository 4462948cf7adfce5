#pragma warning disable MEAI001 // ISpeechToTextClient: marked as subject to change by the abstractions.
using System.ClientModel;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Models.Resilience;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Media;

/// <summary>Transcribes recordings with the configured model.</summary>
internal sealed partial class SpeechReader(
    IOptions<ModelOptions> options,
    SecretCache secrets,
    PersonaProvider personas,
    TimeProvider time,
    ILogger<SpeechReader> logger,
    AuthenticationTokenProvider? tokens = null)
{
    private readonly Lazy<ISpeechToTextClient> client = new(() => new ResilientSpeechClient(
        OpenAIClients.CreateSpeech(options.Value, secrets, tokens),
        TimeSpan.FromSeconds(options.Value.TimeoutSeconds),
        time));

    /// <summary>Whether the owner enabled spoken messages.</summary>
    public bool IsEnabled => !string.IsNullOrWhiteSpace(options.Value.Speech);

    /// <summary>The text of a recording.</summary>
    /// <exception cref="ProblemException">No speech was recognized, or the transcription service is unavailable.</exception>
    public async Task<string> ReadAsync(
        ReadOnlyMemory<byte> sound,
        SoundKind kind,
        string? locale,
        CancellationToken cancellationToken)
    {
        // A hint, because transcription gets names wrong first.
        var name = (await personas.GetAsync(cancellationToken)).Persona.Name;
        var hints = new SpeechToTextOptions
        {
            ModelId = options.Value.Speech,
            SpeechLanguage = locale?.Split('-')[0],
            AdditionalProperties = new()
            {
                [OpenAISpeechClient.FileName] = kind.FileName,
                [OpenAISpeechClient.Hint] = name,
            },
        };
        try
        {
            using var stream = BinaryData.FromBytes(sound).ToStream();
            var heard = await client.Value.GetTextAsync(stream, hints, cancellationToken);
            return heard.Text.Trim() is { Length: > 0 } text ? text : throw new ProblemException(Problems.SpeechNotUnderstood);
        }
        catch (ModelException error)
        {
            LogFailed(logger, error.Failure, error);
            var isRejected = error.Failure == ModelFailure.Rejected;
            throw new ProblemException(isRejected ? Problems.SpeechNotUnderstood : Problems.SpeechUnavailable);
        }
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "A recording could not be turned into text: {Failure}")]
    private static partial void LogFailed(ILogger logger, ModelFailure failure, Exception error);
}
