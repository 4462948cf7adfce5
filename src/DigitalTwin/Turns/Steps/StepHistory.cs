using System.Text.Json;
using DigitalTwin.Conversations;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Turns.Steps;

/// <summary>What a turn did so far, read from its journal: the model's own calls and what their tools brought.</summary>
internal sealed class StepHistory
{
    private readonly Dictionary<string, JournalEntry> done;
    private readonly List<ThinkOutcome> thoughts = [];

    public StepHistory(IEnumerable<JournalEntry> entries)
    {
        done = entries.Where(entry => entry.IsDone).ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        while (StepKinds.Think.ResultOf(done.GetValueOrDefault(StepKeys.Think(thoughts.Count + 1))) is { } thought)
        {
            thoughts.Add(thought);
        }
    }

    /// <summary>What the reply cited so far, in order.</summary>
    public IReadOnlyList<Citation> Citations
        => [.. thoughts.SelectMany(thought => thought.Pieces).Select(piece => piece.Citation).OfType<Citation>()];

    /// <summary>Whether the reply has text by now.</summary>
    public bool HasText => thoughts.Any(thought => thought.Pieces.Any(piece => piece.Text.Length > 0));

    /// <summary>The reply's text by now.</summary>
    public string Shown => string.Concat(thoughts.SelectMany(thought => thought.Pieces).Select(piece => piece.Text));

    /// <summary>What the model calls have cost, in millionths of the budget's currency.</summary>
    public long Cost => thoughts.Sum(thought => thought.Cost);

    /// <summary>What the turn has seen of strangers: what its own audience says, and what its tools brought.</summary>
    /// <param name="audience">Whose turn it is.</param>
    public Taint TaintOf(ToolAudience audience)
        => thoughts.Index()
            .SelectMany(thought => thought.Item.Calls.Index().Select(call => OutcomeOf(thought.Index + 1, call.Index, call.Item.Attempts)))
            .Select(outcome => outcome?.Taint ?? Taint.None)
            .Aggregate(audience == ToolAudience.Owner ? Taint.None : Taint.Visitor, (all, one) => all | one);

    /// <summary>What tools have shown that can be cited, beside the persona's facts.</summary>
    public IReadOnlyList<Fact> Passages
        =>
        [
            .. thoughts.Index().SelectMany(thought => thought.Item.Calls.Index()
                    .Select(call => OutcomeOf(thought.Index + 1, call.Index, call.Item.Attempts)))
                .SelectMany(outcome => outcome?.Passages ?? []).DistinctBy(fact => fact.Id),
        ];

    /// <summary>The calls of tools, in order.</summary>
    public IEnumerable<ToolCall> Calls => thoughts.SelectMany(thought => thought.Calls);

    /// <summary>The model calls that called tools, and what each call brought.</summary>
    public IReadOnlyList<PromptStep> Steps
        => [.. thoughts.Index().Where(thought => thought.Item.Calls.Count > 0).Select(thought => ToStep(thought.Index + 1, thought.Item))];

    /// <summary>The call with this place in the turn.</summary>
    public ToolCall CallAt(int step, int index) => thoughts[step - 1].Calls[index];

    /// <summary>What came of a step of the workflow's own, or <see langword="null"/>.</summary>
    public WorkOutcome? WorkOf(string name) => StepKinds.Work.ResultOf(done.GetValueOrDefault(StepKeys.Work(name)));

    /// <summary>What the visitor answered to the question of such a step; <see langword="null"/> where they did not in time.</summary>
    public string? AnswerTo(string name) => WaitOf(WaitStep.QuestionKey(name)) is { TimedOut: false } answer ? answer.Text : null;

    private PromptStep ToStep(int step, ThinkOutcome thought)
    {
        List<AIContent> contents = [.. thought.Calls.Select(ToContent)];
        if (thought.Text.Length > 0)
        {
            contents.Insert(0, new TextContent(thought.Text));
        }

        contents.InsertRange(0, (thought.Thoughts ?? []).Select(sealedOne => new TextReasoningContent("") { ProtectedData = sealedOne }));

        var results = thought.Calls.Index().Select(call => ToResult(step, call.Index, call.Item));
        return new PromptStep(new ChatMessage(ChatRole.Assistant, contents), [.. results]);
    }

    private static FunctionCallContent ToContent(ToolCall call)
        => new(call.Id, call.Name, JsonSerializer.Deserialize<Dictionary<string, object?>>(call.Arguments))
        {
            AdditionalProperties = call.Extra is null ? null : new() { [CallPieces.Extra] = call.Extra },
        };

    private StepResult ToResult(int step, int index, ToolCall call)
    {
        var callKey = ToolStep.KeyOf(step, index);
        if (call.Refusal is not null)
        {
            return new StepResult(call.Id, "", call.Refusal, "");
        }

        if (call.Clarification is not null && WaitOf(WaitStep.AnswerKey(callKey)) is { } answer)
        {
            return new StepResult(call.Id, "The visitor answered:\n", VisitorText.Wrap(answer.Text), "");
        }

        return OutcomeOf(step, index, call.Attempts) is { } outcome ? FromTool(call, outcome)
            : WaitOf(WaitStep.ConsentKey(callKey)) is { } consent ? FromRefusedConsent(call, consent)
            : WaitOf(WaitStep.ApprovalKey(callKey)) is { } decision ? new StepResult(call.Id, "", FromRefusedApproval(decision), "")
            : new StepResult(call.Id, "", "Not done: this turn may call no more tools. Answer with what you have.", "");
    }

    private static StepResult FromTool(ToolCall call, ToolOutcome outcome)
    {
        var source = outcome.Trusted ? "the person" : "unverified";
        var opening = $"<tool_result tool=\"{call.Name}\" source=\"{source}\">\n";
        return new StepResult(call.Id, opening, Fence.Break(outcome.Result), "\n</tool_result>");
    }

    private static StepResult FromRefusedConsent(ToolCall call, WaitOutcome consent)
        => new(call.Id, "Not done: the visitor did not agree. They said:\n", VisitorText.Wrap(consent.Text), "");

    private static string FromRefusedApproval(WaitOutcome decision) => decision switch
    {
        { TimedOut: true } => "Not done: the person did not decide in time.",
        { Text.Length: > 0 } => $"Not done: the person refused. Their reason: {decision.Text}",
        _ => "Not done: the person refused.",
    };

    private WaitOutcome? WaitOf(string key) => StepKinds.Wait.ResultOf(done.GetValueOrDefault(StepKeys.Wait(key)));

    // The last attempt that is over.
    private ToolOutcome? OutcomeOf(int step, int index, int attempts)
    {
        for (var attempt = attempts; attempt > 0; attempt--)
        {
            if (StepKinds.Tool.ResultOf(done.GetValueOrDefault(StepKeys.Tool(step, index, attempt))) is { } outcome)
            {
                return outcome;
            }
        }

        return null;
    }
}
