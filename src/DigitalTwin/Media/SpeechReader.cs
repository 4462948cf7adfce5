#pragma warning disable MEAI001 // ISpeechToTextClient: marked as subject to change by the abstractions.
using System.ClientModel;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Media;

/// <summary>Turns recordings into text with the configured model.</summary>
internal sealed partial class SpeechReader(IOptions<ModelOptions> options, IServiceProvider services, PersonaProvider personas, TimeProvider time, ILogger<SpeechReader> logger)
{
    private readonly Lazy<ISpeechToTextClient> client = new(() => new ResilientSpeechClient(
        OpenAIClients.CreateSpeech(options.Value, services.GetRequiredService<SecretCache>(), services.GetService<AuthenticationTokenProvider>()),
        TimeSpan.FromSeconds(options.Value.TimeoutSeconds),
        time));

    /// <summary>Whether the owner enabled it.</summary>
    public bool IsEnabled => !string.IsNullOrWhiteSpace(options.Value.Speech);

    /// <summary>What is said in a recording.</summary>
    /// <exception cref="ProblemException">Nothing was understood, or the model cannot be reached.</exception>
    public async Task<string> ReadAsync(ReadOnlyMemory<byte> sound, SoundKind kind, string? locale, CancellationToken cancellationToken)
    {
        // Names are what transcription gets wrong first.
        var hints = new SpeechToTextOptions { ModelId = options.Value.Speech, SpeechLanguage = locale?.Split('-')[0], AdditionalProperties = new() { [OpenAISpeechClient.FileName] = kind.FileName, [OpenAISpeechClient.Hint] = (await personas.GetAsync(cancellationToken)).Persona.Name } };
        try
        {
            using var stream = BinaryData.FromBytes(sound).ToStream();
            var heard = await client.Value.GetTextAsync(stream, hints, cancellationToken);
            return heard.Text.Trim() is { Length: > 0 } text ? text : throw new ProblemException(Problems.SpeechNotUnderstood);
        }
        catch (ModelException error)
        {
            LogFailed(logger, error.Failure, error);
            throw new ProblemException(error.Failure == ModelFailure.Rejected ? Problems.SpeechNotUnderstood : Problems.SpeechUnavailable);
        }
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "A recording could not be turned into text: {Failure}")]
    private static partial void LogFailed(ILogger logger, ModelFailure failure, Exception error);
}
