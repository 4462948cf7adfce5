using System.Text;
using Anthropic.Models.Messages;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Anthropic;

/// <summary>Reads one answer of the Messages API, event by event as the client hands them on.</summary>
/// <remarks>https://docs.claude.com/en/docs/build-with-claude/streaming</remarks>
internal sealed class MessagesReader
{
    private readonly ModelText text = new();
    private readonly List<AIContent> thoughts = [];
    private readonly StringBuilder thought = new();
    private readonly UsageDetails usage = new();
    private string? signature;
    private ChatFinishReason? finish;

    /// <summary>Whether the answer is over, though the connection may be open.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What of an event is handed on.</summary>
    public ChatResponseUpdate Read(ChatResponseUpdate update)
    {
        finish = update.FinishReason ?? finish;
        switch ((update.RawRepresentation as RawMessageStreamEvent)?.Value)
        {
            case RawMessageStartEvent start:
                Count(start.Message.Usage.InputTokens, start.Message.Usage.CacheReadInputTokens,
                    start.Message.Usage.CacheCreationInputTokens, start.Message.Usage.OutputTokens);
                break;
            case RawMessageDeltaEvent { Usage: { } sum }:
                Count(sum.InputTokens, sum.CacheReadInputTokens, sum.CacheCreationInputTokens, sum.OutputTokens);
                break;
            case RawContentBlockStopEvent:
                KeepThought();
                break;
            case RawMessageStopEvent:
                IsOver = true;
                break;
        }

        return new ChatResponseUpdate(ChatRole.Assistant, [.. update.Contents.SelectMany(Shown)]) { ModelId = update.ModelId };
    }

    /// <summary>What is left to say once the answer is over.</summary>
    /// <exception cref="ModelException">The answer was broken off.</exception>
    public ChatResponseUpdate End()
    {
        if (finish is null)
        {
            throw EndpointErrors.BrokenOff();
        }

        List<AIContent> contents = usage.InputTokenCount is null ? thoughts : [.. thoughts, new UsageContent(usage)];
        return new ChatResponseUpdate(ChatRole.Assistant, contents) { FinishReason = finish };
    }

    private IEnumerable<AIContent> Shown(AIContent content)
    {
        if (content is TextReasoningContent thinking)
        {
            thought.Append(thinking.Text);
            signature = thinking.ProtectedData ?? signature;
            return [];
        }

        return content is TextContent said ? (text.Add(said.Text) is { Length: > 0 } shown ? [new TextContent(shown)] : [])
            : content is FunctionCallContent ? [content]
            : [];
    }

    // Without its signature a thought cannot come back: https://docs.claude.com/en/docs/build-with-claude/extended-thinking
    private void KeepThought()
    {
        if (signature is not null)
        {
            thoughts.Add(MessagesRequest.Seal(thought.ToString(), signature));
        }

        (signature, _) = (null, thought.Clear());
    }

    // What is read from the cache and written to it is not in the count of the input; a later count replaces an earlier one.
    private void Count(long? input, long? read, long? written, long? output)
    {
        if (input is not null)
        {
            usage.InputTokenCount = input + (read ?? 0) + (written ?? 0);
            usage.CachedInputTokenCount = read;
            usage.AdditionalCounts = written is > 0 ? new() { [UsageReader.CacheWrite] = written.Value } : null;
        }

        usage.OutputTokenCount = output ?? usage.OutputTokenCount;
    }
}
