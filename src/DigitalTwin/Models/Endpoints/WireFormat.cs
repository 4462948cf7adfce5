using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>A way to ask a model over HTTP.</summary>
/// <param name="Path">The address below the endpoint's base.</param>
/// <param name="Write">Writes a request, without what the endpoint refused before.</param>
/// <param name="NewReader">Makes what reads one answer.</param>
internal sealed record WireFormat(string Path, WriteRequest Write, Func<IAnswerReader> NewReader);

/// <summary>Writes a request.</summary>
internal delegate WrittenRequest WriteRequest(
    RequestSettings settings, EndpointHabits habits, IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams);

/// <summary>A request.</summary>
/// <param name="Body">Its body, as JSON.</param>
/// <param name="Sent">The fields in it that the endpoint may refuse.</param>
internal readonly record struct WrittenRequest(ReadOnlyMemory<byte> Body, IReadOnlyCollection<string> Sent);

/// <summary>Reads one answer of an endpoint, whole or event by event.</summary>
internal interface IAnswerReader
{
    /// <summary>Why the answer ended; <see langword="null"/> while the endpoint has not said so.</summary>
    ChatFinishReason? Finish { get; }

    /// <summary>Whether anything came that an answer consists of.</summary>
    bool HasBegun { get; }

    /// <summary>Takes in an event or a whole answer.</summary>
    /// <exception cref="ModelException">It is an error, or says that the answer was broken off.</exception>
    ChatResponseUpdate Read(JsonElement json);

    /// <summary>What is left to say once the answer is over.</summary>
    /// <exception cref="ModelException">The answer ended in the middle of a call without a reason.</exception>
    ChatResponseUpdate End();
}
