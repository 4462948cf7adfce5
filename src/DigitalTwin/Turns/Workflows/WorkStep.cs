using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>A step of a workflow's own, that is neither the model's thinking nor a tool.</summary>
/// <param name="Name">Its name, unique within the turn; what it does is the <see cref="ITurnWork"/> of that name.</param>
internal sealed record WorkStep(string Name);

/// <summary>What came of such a step.</summary>
internal sealed record WorkOutcome
{
    /// <summary>What later steps of the turn go on with, in a form of the workflow's own.</summary>
    public string Result { get; init; } = "";

    /// <summary>A question to the visitor, where they have to be asked before the workflow goes on.</summary>
    public Clarification? Question { get; init; }

    /// <summary>What it adds to the reply.</summary>
    public IReadOnlyList<ReplyPiece> Pieces { get; init; } = [];

    /// <summary>What is shown beside the reply.</summary>
    public IReadOnlyList<OfferingCard>? Offerings { get; init; }

    /// <summary>The model that it called, or <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Whether something stood in for a model that failed.</summary>
    public bool Degraded { get; init; }

    /// <summary>Questions that the twin answers, where nothing was found.</summary>
    public IReadOnlyList<string>? Suggestions { get; init; }
}

/// <summary>What a step of a workflow's own knows of its turn.</summary>
/// <param name="Start">What the turn is about.</param>
/// <param name="ResultOf">What came of an earlier step; empty where it was not done.</param>
/// <param name="AnswerTo">What the visitor answered to the question of a step; <see langword="null"/> where they did not.</param>
internal sealed record WorkContext(TurnStart Start, Func<string, string> ResultOf, Func<string, string?> AnswerTo);

/// <summary>Does a step of a workflow's own. Done again after a crash, it has no further effect.</summary>
internal interface ITurnWork
{
    /// <summary>The step's name in journals; never changes.</summary>
    string Name { get; }

    /// <summary>Does it.</summary>
    Task<WorkOutcome> DoAsync(WorkContext context, CancellationToken cancellationToken);
}
