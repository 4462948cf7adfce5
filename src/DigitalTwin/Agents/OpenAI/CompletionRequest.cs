using System.Text.Json;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>
/// A client's request for a chat completion. Options without a meaning for the twin (temperature, penalties, seeds) are ignored; options
/// that it would have to obey and cannot are refused.
/// </summary>
/// <param name="Before">The earlier messages.</param>
/// <param name="Message">The last message.</param>
/// <param name="Streams">Whether the client wants the answer as a stream.</param>
/// <param name="WantsUsage">Whether the last chunk of the stream reports the tokens.</param>
internal sealed record CompletionRequest(IReadOnlyList<ProgramMessage> Before, string Message, bool Streams, bool WantsUsage)
    : IProgramRequest
{
    /// <exception cref="Hosting.ProblemException">The request cannot be answered.</exception>
    public static CompletionRequest Parse(JsonElement root) => RequestReader.Read(root, Read);

    private static CompletionRequest Read(JsonElement root)
    {
        RequestReader.Refuse(root, "n", IsOne, "One answer at a time.");
        RequestReader.Refuse(root, "tools", RequestReader.IsEmptyList, "The twin uses its own tools only.");
        RequestReader.Refuse(root, "response_format", RequestReader.IsText, "The twin answers in Markdown only.");
        var (before, message) = RequestReader.Messages(root.TryGetProperty("messages", out var list) ? list : default, "messages");
        var hasOptions = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object;
        return new CompletionRequest(
            before, message, RequestReader.Flag(root, "stream"), hasOptions && RequestReader.Flag(options, "include_usage"));
    }

    private static bool IsOne(JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number == 1;
}
