using System.Text.Json.Serialization;

namespace DigitalTwin.Turns.Api;

/// <summary>For whom a turn waits.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitingFor>))]
public enum WaitingFor
{
    /// <summary>The visitor, who was asked something.</summary>
    [JsonStringEnumMemberName("visitor")]
    Visitor,

    /// <summary>The owner, who has to decide or to reply.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}

/// <summary>A question to the visitor, answered with <c>POST /api/turns/{id}/clarify</c>.</summary>
/// <param name="Question">Plain text.</param>
/// <param name="Options">Answers to choose from; any other text is an answer, too.</param>
/// <param name="ExpiresAt">When it is too late to answer.</param>
public sealed record ClarificationView(string Question, IReadOnlyList<string> Options, DateTimeOffset ExpiresAt)
{
    /// <summary>
    /// The labels of a form, where several things are asked for at once; else left out. The answer has a line for each, as in
    /// <c>Name: Ada</c>.
    /// </summary>
    public IReadOnlyList<string>? Fields { get; init; }
}

/// <summary>Tokens a turn took, as the model reported them.</summary>
/// <param name="InputTokens">Tokens of the prompts.</param>
/// <param name="OutputTokens">Tokens of what the model wrote.</param>
public sealed record TurnUsage(long InputTokens, long OutputTokens);

/// <summary>Why a turn failed.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Title">For people.</param>
public sealed record TurnError(string Code, string Title);
