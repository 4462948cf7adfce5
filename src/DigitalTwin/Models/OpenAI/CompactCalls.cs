using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace DigitalTwin.Models.OpenAI;

/// <summary>
/// Sends the calls of earlier steps in the short form in which models write them. The library indents their arguments,
/// which cost tokens at each step, and writes <c>null</c> for a call without arguments.
/// </summary>
internal static class CompactCalls
{
    /// <summary>The same messages; those with calls carry OpenAI's own form, which the library sends unchanged.</summary>
    public static IEnumerable<ChatMessage> Of(IEnumerable<ChatMessage> messages)
        => messages.Select(message => HasCalls(message) ? Compact(message) : message);

        private static bool HasCalls(ChatMessage message)
            => message.Role == ChatRole.Assistant && message.Contents.Any(content => content is FunctionCallContent);

    private static ChatMessage Compact(ChatMessage message)
    {
        var raw = (AssistantChatMessage)new[] { message }.AsOpenAIChatMessages().Single();
        foreach (var (index, call) in message.Contents.OfType<FunctionCallContent>().Index())
        {
            var arguments = JsonSerializer.SerializeToUtf8Bytes(call.Arguments ?? new Dictionary<string, object?>());
            raw.ToolCalls[index] = ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromBytes(arguments));
        }

        return new ChatMessage(message.Role, message.Contents) { RawRepresentation = raw };
    }
}
