using System.ComponentModel;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tools;

/// <summary>Turns a model's calls into calls that a workflow may run, or into refusals that the model can learn from.</summary>
internal sealed class CallReader(ToolRegistry registry)
{
    private const int LongestArguments = 16 * 1024;

    /// <param name="calls">The calls as the model made them, in order.</param>
    /// <param name="audience">The audience of the turn.</param>
    /// <param name="taint">What the turn has seen of strangers.</param>
    public IReadOnlyList<ToolCall> Read(IEnumerable<FunctionCallContent> calls, ToolAudience audience, Taint taint)
    {
        var read = new List<ToolCall>();
        foreach (var call in calls)
        {
            var next = Read(call, audience, taint);
            read.Add(next.Clarification is not null && read.Any(earlier => earlier.Clarification is not null)
                ? next with { Clarification = null, Refusal = "Only one question at a time. Ask it again once the first one is answered." }
                : next);
        }

        return read;
    }

    private ToolCall Read(FunctionCallContent call, ToolAudience audience, Taint taint)
    {
        var arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>());
        var read = new ToolCall(call.CallId, call.Name, arguments.GetRawText())
        {
            Extra = call.AdditionalProperties?.GetValueOrDefault(CallPieces.Extra) as string,
        };

        // A tool of another audience is refused in the same words as one that does not exist.
        if (registry.Find(call.Name, audience) is not { } tool)
        {
            return read with { Refusal = $"There is no tool named '{call.Name}'." };
        }

        if (call.Exception is not null)
        {
            return read with
            {
                Arguments = "{}",
                Refusal = "The arguments are not a JSON object. Call the tool again with valid JSON.",
            };
        }

        if (read.Arguments.Length > LongestArguments)
        {
            return read with { Arguments = "{}", Refusal = $"The arguments are longer than {LongestArguments} characters." };
        }

        if (ArgumentCheck.Errors(tool.Function.JsonSchema, arguments) is { Count: > 0 } errors)
        {
            var refusal = $"The arguments do not fit: {string.Join("; ", errors)}. Correct them and call the tool again.";
            return read with { Refusal = refusal };
        }

        // Before anybody is asked to agree to what will not be done.
        if (TaintPolicy.Refusal(tool.Sink, tool.Approval, taint) is { } policy)
        {
            return read with { Refusal = policy };
        }

        return tool.IsClarification
            ? read with { Clarification = JsonSerializer.Deserialize(arguments, ProductJson.Api.Clarification) }
            : read with { Approval = tool.Approval, Attempts = tool.Attempts, RetrySeconds = tool.RetryDelay.TotalSeconds };
    }
}

/// <summary>The tool with which a model asks the visitor something.</summary>
internal static class AskVisitorTool
{
    public const string Name = "ask_visitor";

    public static TwinTool Create() => new()
    {
        Function = AIFunctionFactory.Create(Ask, Name),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Read,
        IsInteractive = true,
        IsClarification = true,
        Idempotent = true,
    };

    [Description("Asks the visitor one question and waits for the answer. Use it only where you cannot go on without knowing, "
        + "never for small talk.")]
    private static string Ask(
        [Description("The question, in the visitor's language, at most 500 characters.")] string question,
        [Description("Two to six short answers to choose from; empty where there is nothing to choose.")] string[] options,
        [Description("Only where several things are needed at once, such as name, e-mail and message: their labels, at most six. The "
            + "visitor then fills in a form, and the answer has a line for each.")]
        string[]? fields = null)
        => throw new InvalidOperationException($"The workflow asks, not this function: {question} {options.Length} {fields?.Length}");
}
