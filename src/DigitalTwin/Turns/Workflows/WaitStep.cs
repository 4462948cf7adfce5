using System.Globalization;
using System.Text.Json.Serialization;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>What a turn can wait for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitKind>))]
internal enum WaitKind
{
    /// <summary>The visitor's answer.</summary>
    Clarification,

    /// <summary>The owner's yes or no to a tool call.</summary>
    Approval,

    /// <summary>The owner's own words to the visitor.</summary>
    HandOver,
}

/// <summary>A wait for a person.</summary>
/// <param name="Key">Its name within the turn: what is waited for and, for a tool call, the call's.</param>
/// <param name="Kind">For what.</param>
/// <param name="Hours">How long at most.</param>
internal sealed record WaitStep(string Key, WaitKind Kind, double Hours)
{
    private const string AnswerPrefix = "clarify:";
    private const string ConsentPrefix = "consent:";
    private const string ApprovalPrefix = "approve:";
    private const string HandOverKey = "reply";
    private const string QuestionPrefix = "ask-";

    /// <summary>The question, where the visitor is asked.</summary>
    public Clarification? Clarification { get; init; }

    /// <summary>The tool call, where the owner is asked.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The key of the wait for the visitor's answer to the question of a call.</summary>
    public static string AnswerKey(string callKey) => AnswerPrefix + callKey;

    /// <summary>The key of the wait for the visitor's consent to a call.</summary>
    public static string ConsentKey(string callKey) => ConsentPrefix + callKey;

    /// <summary>The key of the wait for the owner's approval of a call.</summary>
    public static string ApprovalKey(string callKey) => ApprovalPrefix + callKey;

    /// <summary>The key of the wait for the visitor's answer to the question of a step of the workflow's own.</summary>
    public static string QuestionKey(string work) => QuestionPrefix + work;

    /// <summary>The call whose approval a wait with this key is for.</summary>
    public static string CallKeyOf(string approvalKey) => approvalKey[ApprovalPrefix.Length..];

    /// <summary>The model's own question to the visitor.</summary>
    public static WaitStep ForAnswer(string callKey, ToolCall call, TurnLimits limits)
        => new(AnswerKey(callKey), WaitKind.Clarification, limits.ClarificationHours) { Clarification = call.Clarification };

    /// <summary>The visitor's consent to a tool call.</summary>
    public static WaitStep ForConsent(string callKey, ToolCall call, TurnLimits limits)
        => new(ConsentKey(callKey), WaitKind.Clarification, limits.ClarificationHours) { Clarification = ConsentQuestion.Of(call) };

    /// <summary>The owner's approval of a tool call.</summary>
    public static WaitStep ForApproval(string callKey, ToolCall call, TurnLimits limits)
        => new(ApprovalKey(callKey), WaitKind.Approval, limits.ApprovalHours) { Call = call };

    /// <summary>The visitor's answer to the question of a step of the workflow's own.</summary>
    public static WaitStep ForQuestion(string work, Clarification question, TurnLimits limits)
        => new(QuestionKey(work), WaitKind.Clarification, limits.ClarificationHours) { Clarification = question };

    /// <summary>The owner's own reply.</summary>
    public static WaitStep ForHandOver(TurnLimits limits) => new(HandOverKey, WaitKind.HandOver, limits.HandOverHours);

    /// <summary>The wait that has this key, as the workflow asks for it.</summary>
    /// <param name="key">The wait's key.</param>
    /// <param name="limits">The turn's limits.</param>
    /// <param name="callAt">Gives the tool call at a step and index.</param>
    /// <param name="questionOf">Gives the question of a step of the workflow's own.</param>
    /// <exception cref="ArgumentException">No wait has such a key.</exception>
    public static WaitStep Of(
        string key, TurnLimits limits, Func<int, int, ToolCall> callAt, Func<string, Clarification> questionOf)
    {
        if (key.StartsWith(QuestionPrefix, StringComparison.Ordinal))
        {
            var work = key[QuestionPrefix.Length..];
            return ForQuestion(work, questionOf(work), limits);
        }

        if (key == HandOverKey)
        {
            return ForHandOver(limits);
        }

        if (key.Split(':') is not [_, var step, var index])
        {
            throw new ArgumentException($"'{key}' is not the key of a wait.", nameof(key));
        }

        var call = callAt(int.Parse(step, CultureInfo.InvariantCulture), int.Parse(index, CultureInfo.InvariantCulture));
        var callKey = $"{step}:{index}";
        return key.StartsWith(AnswerPrefix, StringComparison.Ordinal) ? ForAnswer(callKey, call, limits)
            : key.StartsWith(ConsentPrefix, StringComparison.Ordinal) ? ForConsent(callKey, call, limits)
            : ForApproval(callKey, call, limits);
    }
}

/// <summary>How a wait ended.</summary>
internal sealed record WaitOutcome
{
    public static WaitOutcome Expired { get; } = new() { TimedOut = true };

    public bool TimedOut { get; init; }

    /// <summary>The owner's decision.</summary>
    public bool Approved { get; init; }

    /// <summary>The visitor's answer, the owner's reason or the owner's reply.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the owner gives the conversation back to the twin.</summary>
    public bool IsHandedBack { get; init; }

    /// <summary>The turn in which the owner's next words will come, or <see langword="null"/>.</summary>
    public string? FollowUpTurn { get; init; }
}
