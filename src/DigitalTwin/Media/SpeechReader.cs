#pragma warning disable MEAI001 // ISpeechToTextClient: marked as subject to change by the abstractions.
using System.ClientModel;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Models.Resilience;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Media;

/// <summary>Transcribes recordings with the configured model.</summary>
internal sealed partial class SpeechReader(
    IOptions<ModelOptions> options,
    SecretCache secrets,
    PersonaProvider personas,
    Ledger ledger,
    PriceList prices,
    ModelHealth health,
    TimeProvider time,
    ILogger<SpeechReader> logger,
    AuthenticationTokenProvider? tokens = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterSpent = TimeSpan.FromHours(1);

    private readonly Lazy<ISpeechToTextClient> client = new(() => new ResilientSpeechClient(
        OpenAIClients.CreateSpeech(options.Value, secrets, tokens),
        TimeSpan.FromSeconds(options.Value.TimeoutSeconds),
        time));

    /// <summary>Whether the owner enabled spoken messages.</summary>
    public bool IsEnabled => !string.IsNullOrWhiteSpace(options.Value.Speech);

    /// <summary>The text of a recording.</summary>
    /// <param name="sound">The recording.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="locale">The language, where it is known.</param>
    /// <param name="who">For whom it is.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProblemException">No speech was recognized, or the transcription service is unavailable.</exception>
    public async Task<string> ReadAsync(
        ReadOnlyMemory<byte> sound,
        SoundKind kind,
        string? locale,
        Spender who,
        CancellationToken cancellationToken)
    {
        await using var reservation = await ReserveAsync(sound, kind, who, cancellationToken);
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
            health.IsNews("speech", null);
            await reservation.SettleAsync(options.Value.Speech!, SecondsOf(sound, kind), reservation.Most);
            return VisibleText.IsBlank(heard.Text) ? throw new ProblemException(Problems.SpeechNotUnderstood) : heard.Text.Trim();
        }
        catch (ModelException error)
        {
            if (health.IsNews("speech", error.Failure))
            {
                LogFailed(logger, error.Failure, error.Message);
            }

            var isRejected = error.Failure == ModelFailure.Rejected;
            throw new ProblemException(isRejected ? Problems.SpeechNotUnderstood : Problems.SpeechUnavailable);
        }
    }

    private async Task<Reservation> ReserveAsync(
        ReadOnlyMemory<byte> sound, SoundKind kind, Spender who, CancellationToken cancellationToken)
    {
        var price = prices.Of(options.Value.Speech!, OpenAIClients.EndpointOf(ModelTarget.Of(options.Value)));
        try
        {
            return await ledger.ReserveAsync(who, price.CostOf(SecondsOf(sound, kind)), cancellationToken);
        }
        catch (BudgetSpentException)
        {
            throw new ProblemException(Problems.SpeechUnavailable) { RetryAfter = AfterSpent };
        }
    }

    // A recording that does not say its length has the longest one.
    private static UsedUnits SecondsOf(ReadOnlyMemory<byte> sound, SoundKind kind)
        => new() { AudioSeconds = (long)Math.Ceiling((kind.LengthOf(sound.Span) ?? Longest).TotalSeconds) };

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "Recordings cannot be turned into text ({Failure}): {Reason}")]
    private static partial void LogFailed(ILogger logger, ModelFailure failure, string reason);
}
