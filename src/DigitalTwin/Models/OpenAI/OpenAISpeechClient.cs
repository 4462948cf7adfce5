#pragma warning disable MEAI001 // ISpeechToTextClient: marked as subject to change by the abstractions.
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Audio;

namespace DigitalTwin.Models.OpenAI;

/// <summary>The official OpenAI client as an <see cref="ISpeechToTextClient"/>.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/audio/createTranscription. Failures come out as
/// <see cref="ModelException"/>. Not <c>AsISpeechToTextClient()</c> of Microsoft.Extensions.AI.OpenAI, because that does
/// not accept a file name: it takes it from a file on disk or guesses it from the first bytes, and takes Ogg, which
/// Firefox records, for MP3.
/// </remarks>
internal sealed class OpenAISpeechClient(AudioClient client) : ISpeechToTextClient
{
    /// <summary>The additional property with the recording's file name, whose extension tells the endpoint its format.</summary>
    public const string FileName = "fileName";

    /// <summary>The additional property with words that may occur in the recording.</summary>
    public const string Hint = "hint";

    public async Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var heard = await client.TranscribeAudioAsync(
                audioSpeechStream,
                options?.AdditionalProperties?[FileName] as string ?? "speech.webm",
                new AudioTranscriptionOptions
                {
                    Language = options?.SpeechLanguage,
                    Prompt = options?.AdditionalProperties?[Hint] as string,
                    ResponseFormat = AudioTranscriptionFormat.Simple,
                },
                cancellationToken);
            return new SpeechToTextResponse(heard.Value.Text ?? "");
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream,
        SpeechToTextOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetTextAsync(audioSpeechStream, options, cancellationToken)).ToSpeechToTextResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }
}
