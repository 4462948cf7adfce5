using System.Runtime.CompilerServices;
using DigitalTwin.Personas;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>The embedded model: answers in the persona's own words, with no network and no key.</summary>
internal sealed class OfflineChatClient(PersonaProvider personas) : IChatClient
{
    /// <summary>The model's name in replies.</summary>
    public const string ModelId = IModel.OfflineName;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
        => await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var persona = SpokenPersona.Of(options) ?? await personas.GetAsync(cancellationToken);
        var offered = (options?.Tools ?? []).Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        var move = new OfflineAgent(persona, offered, StandIn.IsAsked(options)).Next(OfflineDialogue.Read(messages));
        foreach (var piece in Pieces(move.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Refusal.Mark(new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = ModelId }, move.IsRefusal);
        }

        if (move.Call is { } call)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [call]) { ModelId = ModelId };
        }

        var nothing = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(nothing)])
        {
            ModelId = ModelId,
            FinishReason = move.Call is null ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(ModelId, null, ModelId)
            : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    // A few words at a time, as a model streams.
    private static IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOfAny([' ', '\n'], Math.Min(text.Length, start + 12));
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
