using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Turns;

/// <summary>What a turn did so far, read from its journal for the next model call.</summary>
internal sealed class TurnTranscript
{
    private readonly Dictionary<string, JournalEntry> entries;
    private readonly List<ThinkOutcome> thoughts = [];

    public TurnTranscript(IEnumerable<JournalEntry> entries)
    {
        this.entries = entries.Where(entry => entry.IsDone).ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        while (this.entries.TryGetValue(StepKeys.Think(thoughts.Count + 1), out var entry))
        {
            thoughts.Add(JsonSerializer.Deserialize(entry.Result!, ProductJson.Api.ThinkOutcome)!);
        }
    }

    /// <summary>What the reply cited so far, in order.</summary>
    public IReadOnlyList<Citation> Citations => [.. thoughts.SelectMany(thought => thought.Pieces).Select(piece => piece.Citation).OfType<Citation>()];

    /// <summary>Whether the reply has text by now.</summary>
    public bool HasText => thoughts.Any(thought => thought.Pieces.Any(piece => piece.Text.Length > 0));

    /// <summary>The call with this place in the turn.</summary>
    public ToolCall CallAt(int step, int index) => thoughts[step - 1].Calls[index];

    /// <summary>The model calls and what their tools brought.</summary>
    public IReadOnlyList<PromptStep> Steps => [.. thoughts.Index().Where(thought => thought.Item.Calls.Count > 0).Select(thought => ToStep(thought.Index + 1, thought.Item))];

    private PromptStep ToStep(int step, ThinkOutcome thought)
    {
        List<AIContent> contents = [.. thought.Text.Length > 0 ? [new TextContent(thought.Text)] : Array.Empty<AIContent>(), .. thought.Calls.Select(ToContent)];
        return new PromptStep(new ChatMessage(ChatRole.Assistant, contents), [.. thought.Calls.Index().Select(call => ToResult(step, call.Index, call.Item))]);
    }

    private static FunctionCallContent ToContent(ToolCall call)
        => new(call.Id, call.Name, JsonSerializer.Deserialize<Dictionary<string, object?>>(call.Arguments));

    private StepResult ToResult(int step, int index, ToolCall call)
    {
        if (call.Refusal is not null)
        {
            return new StepResult(call.Id, "", call.Refusal, "");
        }

        if (Wait(ToolRound.WaitKey("clarify", step, index)) is { } answer)
        {
            return new StepResult(call.Id, "The visitor answered:\n", VisitorText.Wrap(answer.Text), "");
        }

        if (Tool(step, index, call.Attempts) is { } outcome)
        {
            var source = outcome.Trusted ? "the person" : "unverified";
            return new StepResult(call.Id, $"<tool_result tool=\"{call.Name}\" source=\"{source}\">\n", Fence.Break(outcome.Result), "\n</tool_result>");
        }

        return Wait(ToolRound.WaitKey("consent", step, index)) is { } consent ? new StepResult(call.Id, "Not done: the visitor did not agree. They said:\n", VisitorText.Wrap(consent.Text), "")
            : Wait(ToolRound.WaitKey("approve", step, index)) is { } decision ? new StepResult(call.Id, "", Refused(decision), "")
            : new StepResult(call.Id, "", "Not done: this turn may call no more tools. Answer with what you have.", "");
    }

    private static string Refused(WaitOutcome decision)
        => decision.TimedOut ? "Not done: the person did not decide in time."
            : decision.Text.Length > 0 ? $"Not done: the person refused. Their reason: {decision.Text}"
            : "Not done: the person refused.";

    private WaitOutcome? Wait(string key) => Read(StepKeys.Wait(key), ProductJson.Api.WaitOutcome);

    private ToolOutcome? Tool(int step, int index, int attempts)
        => Enumerable.Range(1, attempts).Reverse().Select(attempt => Read(StepKeys.Tool(step, index, attempt), ProductJson.Api.ToolOutcome)).FirstOrDefault(outcome => outcome is not null);

    private T? Read<T>(string key, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json)
        where T : class
        => entries.TryGetValue(key, out var entry) ? JsonSerializer.Deserialize(entry.Result!, json) : null;
}

/// <summary>The keys of steps in a journal.</summary>
internal static class StepKeys
{
    public const string WaitPrefix = "wait:";

    public static string Think(int number) => $"think:{number}";

    public static string Tool(int step, int index, int attempt) => $"tool:{ToolStep.KeyOf(step, index)}:{attempt}";

    public static string Wait(string key) => WaitPrefix + key;

    public static string Timer(string key) => $"timer:{key}";
}
