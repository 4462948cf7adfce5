#pragma warning disable MEAI001 // ISpeechToTextClient: marked as subject to change by the abstractions.
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Resilience;

/// <summary>A time limit, retries and a circuit breaker around a model that transcribes.</summary>
internal sealed class ResilientSpeechClient(ISpeechToTextClient inner, TimeSpan timeout, TimeProvider time)
    : DelegatingSpeechToTextClient(inner)
{
    private readonly ModelResilience resilience = new(time);

    public override async Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream,
        SpeechToTextOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        // The client closes the stream that it has sent: each attempt gets a new one.
        var sound = await BinaryData.FromStreamAsync(audioSpeechStream, cancellationToken);
        return await resilience.ExecuteAsync(
            async attempt =>
            {
                using var limit = new TimeLimit(timeout, time, attempt);
                using var stream = sound.ToStream();
                return await limit.RunAsync(() => base.GetTextAsync(stream, options, limit.Token));
            },
            cancellationToken);
    }
}
