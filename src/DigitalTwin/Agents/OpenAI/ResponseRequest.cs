using System.Text.Json;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>A client's request to the Responses API, which is stateless here: the whole conversation comes each time.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create</remarks>
/// <param name="Before">The earlier messages.</param>
/// <param name="Message">The last message.</param>
/// <param name="Streams">Whether the client wants the answer as a stream.</param>
internal sealed record ResponseRequest(IReadOnlyList<ProgramMessage> Before, string Message, bool Streams) : IProgramRequest
{
    /// <exception cref="Hosting.ProblemException">The request cannot be answered.</exception>
    public static ResponseRequest Parse(JsonElement root) => RequestReader.Read(root, Read);

    private static ResponseRequest Read(JsonElement root)
    {
        const string stateless = "Responses are not kept: send the whole conversation as input.";
        RequestReader.Refuse(root, "previous_response_id", _ => false, stateless);
        RequestReader.Refuse(root, "conversation", _ => false, stateless);
        RequestReader.Refuse(root, "background", value => value.ValueKind == JsonValueKind.False, "Responses are not kept.");
        RequestReader.Refuse(root, "tools", RequestReader.IsEmptyList, "The twin uses its own tools only.");
        RequestReader.Refuse(root, "text", IsPlain, "The twin answers in Markdown only.");
        var input = root.TryGetProperty("input", out var given) ? given : default;
        var streams = RequestReader.Flag(root, "stream");
        if (input.ValueKind == JsonValueKind.String)
        {
            Hosting.RequestBody.RequireMessage(input.GetString(), "input");
            return new ResponseRequest([], input.GetString()!, streams);
        }

        var (before, message) = RequestReader.Messages(input, "input");
        return new ResponseRequest(before, message, streams);
    }

    private static bool IsPlain(JsonElement text)
        => text.ValueKind == JsonValueKind.Object && (!text.TryGetProperty("format", out var format) || RequestReader.IsText(format));
}
