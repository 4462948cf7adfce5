using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace DigitalTwin.Models.OpenAI;

/// <summary>
/// Accepts calls without any arguments. Models omit the empty object for tools that need no arguments, and the library
/// reports that as broken JSON.
/// </summary>
internal sealed class BareCalls
{
    private readonly HashSet<int> begun = [];
    private readonly Dictionary<int, string?> bare = [];

    /// <summary>Repairs the calls of a complete answer.</summary>
    public static ChatResponse Mend(ChatResponse response)
    {
        foreach (var call in response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
        {
            if (call.RawRepresentation is ChatToolCall raw && raw.FunctionArguments.ToMemory().IsEmpty)
            {
                call.Exception = null;
            }
        }

        return response;
    }

    /// <summary>
    /// Repairs the calls of a stream. Needs every update: the calls at the end no longer have their raw form.
    /// </summary>
    public ChatResponseUpdate Mend(ChatResponseUpdate update)
    {
        foreach (var piece in (update.RawRepresentation as StreamingChatCompletionUpdate)?.ToolCallUpdates ?? [])
        {
            Note(piece);
        }

        foreach (var call in update.Contents.OfType<FunctionCallContent>().Where(call => bare.ContainsValue(call.CallId)))
        {
            call.Exception = null;
        }

        return update;
    }

    private void Note(StreamingChatToolCallUpdate piece)
    {
        if (begun.Add(piece.Index))
        {
            bare.Add(piece.Index, piece.ToolCallId);
        }

        if (piece.FunctionArgumentsUpdate?.ToMemory().IsEmpty == false)
        {
            bare.Remove(piece.Index);
        }
    }
}
