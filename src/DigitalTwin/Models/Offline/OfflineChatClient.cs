using System.Runtime.CompilerServices;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>The embedded model: answers in the persona's own words, with no network and no key.</summary>
internal sealed class OfflineChatClient(PersonaProvider personas) : IChatClient
{
    /// <summary>The model's name in replies.</summary>
    public const string ModelId = "offline";

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var persona = await personas.GetAsync(cancellationToken);
        var reply = new OfflineAnswerer(persona).Answer(ReadDialogue(messages));
        foreach (var piece in Pieces(reply))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = ModelId };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 })])
        {
            ModelId = ModelId,
            FinishReason = ChatFinishReason.Stop,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(ModelId, null, ModelId)
            : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    private static OfflineDialogue ReadDialogue(IEnumerable<ChatMessage> messages)
    {
        var spoken = messages.Where(message => message.Role == ChatRole.User || message.Role == ChatRole.Assistant).ToList();
        var last = spoken.FindLastIndex(message => message.Role == ChatRole.User);
        var question = last < 0 ? "" : VisitorText.Unwrap(spoken[last].Text);
        var before = spoken.Take(Math.Max(0, last)).LastOrDefault(message => message.Role == ChatRole.Assistant)?.Text ?? "";
        return new OfflineDialogue(question, before);
    }

    // As a model streams: some words at a time.
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
