using DigitalTwin.Conversations;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>What a turn begins with.</summary>
internal sealed record TurnStart
{
    public required TurnId Id { get; init; }

    /// <summary>The <see cref="ITurnWorkflow.Name"/> that runs it.</summary>
    public required string Workflow { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TurnLimits Limits { get; init; }

    /// <summary>The id of the visitor's message.</summary>
    public required string MessageId { get; init; }

    /// <summary>What the visitor says; empty for a turn that no message began.</summary>
    public string Message { get; init; } = "";

    /// <summary>The visitor's language as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>How many pictures came with the message; they are kept apart.</summary>
    public int Pictures { get; init; }

    /// <summary>Most things that the reply is to show; the workflow's own measure where it is <see langword="null"/>.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the message came from: the host name of a page, or a program's name; empty where that is not known.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Whose tools the turn may use.</summary>
    public ToolAudience Audience { get; init; } = ToolAudience.Visitor;

    /// <summary>The turn as its conversation keeps it from its beginning.</summary>
    /// <param name="claim">What another process needs to take it up.</param>
    public NewTurn ToNewTurn(IReadOnlyDictionary<string, string> claim) => new()
    {
        Id = Id,
        MessageId = MessageId,
        Message = Message,
        Pictures = Pictures,
        StartedAt = StartedAt,
        Locale = Locale,
        Origin = Origin,
        Claim = claim,
    };
}
