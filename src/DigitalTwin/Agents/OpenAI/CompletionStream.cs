using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>A turn as chunks of a chat completion.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class CompletionStream(ProgramTurn turn, bool wantsUsage, TimeProvider time) : ProgramStream(turn, time)
{
    private const string Done = "data: [DONE]\n\n";

    public static string IdOf(ProgramTurn turn) => $"chatcmpl-{turn.Id.SessionId}";

    public static CompletionUsage UsageOf(TurnView view)
        => new(view.Usage.InputTokens, view.Usage.OutputTokens, view.Usage.InputTokens + view.Usage.OutputTokens);

    /// <summary>The finish reason; a reply that a limit of the turn ended counts as one that reached its length.</summary>
    public static string FinishOf(TurnView view)
        => view.CutOff == CutOffReason.ContentFilter ? "content_filter" : view.Error is null && view.CutOff is null ? "stop" : "length";

    protected override string Begin() => Line(Chunk(new CompletionMessage { Role = "assistant", Content = "" }, null));

    protected override string Delta(string text) => Line(Chunk(new CompletionMessage { Content = text }, null));

    protected override string End(TurnView view)
    {
        if (ProgramTurn.FailureOf(view) is { } problem)
        {
            return Line(OpenAIErrors.Of(problem), CompletionJson.Api.CompletionErrorBody) + Done;
        }

        var citations = view.Citations.Count > 0 ? view.Citations : null;
        var end = Line(Chunk(new CompletionMessage(), FinishOf(view)) with { Citations = citations });
        var usage = wantsUsage ? Line(Chunk(null, null) with { Usage = UsageOf(view) }) : "";
        return end + usage + Done;
    }

    private Completion Chunk(CompletionMessage? delta, string? finish)
    {
        CompletionChoice[] choices = delta is null ? [] : [new CompletionChoice(0) { Delta = delta, FinishReason = finish }];
        return new Completion(IdOf(Turn), "chat.completion.chunk", Created, RequestReader.ModelId, choices);
    }

    private static string Line(Completion chunk) => Line(chunk, CompletionJson.Api.Completion);

    private static string Line<T>(T data, JsonTypeInfo<T> json) => $"data: {JsonSerializer.Serialize(data, json)}\n\n";
}
