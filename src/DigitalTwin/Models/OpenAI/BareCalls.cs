using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace DigitalTwin.Models.OpenAI;

/// <summary>
/// Lets calls come without any arguments. Models leave out the empty object for tools that need none, which the
/// library takes for broken JSON.
/// </summary>
internal sealed class BareCalls
{
    private readonly HashSet<int> begun = [];
    private readonly Dictionary<int, string?> bare = [];

    /// <summary>Mends the calls of a whole answer.</summary>
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

    /// <summary>Mends the calls of a stream. Gets each update: the calls at the end no longer tell what they were made of.</summary>
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
