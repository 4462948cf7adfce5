using System.Text.Json.Serialization;

namespace DigitalTwin.Inbox;

/// <summary>How far an item of the inbox is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InboxState>))]
public enum InboxState
{
    /// <summary>The owner has something to do.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>The owner did it.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>The owner does not want to.</summary>
    [JsonStringEnumMemberName("dismissed")]
    Dismissed,
}

/// <summary>A message that a visitor left for the owner, having agreed that it is kept.</summary>
/// <param name="Id">Names it.</param>
/// <param name="State">How far it is.</param>
/// <param name="Name">The visitor's, as they gave it.</param>
/// <param name="Contact">How to reach them, as they gave it.</param>
/// <param name="Message">What they want.</param>
/// <param name="SessionId">The conversation it comes from.</param>
/// <param name="TurnId">The turn it was left in; empty where it was left with the form.</param>
/// <param name="At">When.</param>
public sealed record Lead(string Id, InboxState State, string Name, string Contact, string Message, string SessionId, string TurnId, DateTimeOffset At);

/// <summary>A question the twin could not answer, with its near-duplicates counted.</summary>
/// <param name="Id">Names it.</param>
/// <param name="State">How far it is.</param>
/// <param name="Question">As it was asked first.</param>
/// <param name="Count">How often it was asked.</param>
/// <param name="FirstAt">When it was asked first.</param>
/// <param name="LastAt">When it was asked last.</param>
/// <param name="Asked">The latest times it was asked, oldest first.</param>
public sealed record OpenQuestion(
    string Id, InboxState State, string Question, int Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, IReadOnlyList<QuestionAsked> Asked)
{
    /// <summary>The fact of the persona that answers it.</summary>
    public string? FactId { get; init; }
}

/// <summary>One time that a question was asked.</summary>
/// <param name="SessionId">The conversation.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="Question">In the visitor's words.</param>
/// <param name="At">When.</param>
public sealed record QuestionAsked(string SessionId, string TurnId, string Question, DateTimeOffset At);

/// <summary>A visitor asked for the person.</summary>
/// <param name="Id">Names it.</param>
/// <param name="State">How far it is.</param>
/// <param name="Reason">What the visitor wants, in the twin's words.</param>
/// <param name="SessionId">The conversation.</param>
/// <param name="TurnId">The turn that waits for the owner's reply.</param>
/// <param name="At">When.</param>
public sealed record HandOver(string Id, InboxState State, string Reason, string SessionId, string TurnId, DateTimeOffset At)
{
    /// <summary>What the owner replied.</summary>
    public string? Reply { get; init; }
}

/// <summary>What a visitor thinks of a reply.</summary>
[JsonConverter(typeof(NamedEnumConverter<FeedbackRating>))]
public enum FeedbackRating
{
    /// <summary>Nothing, or nothing any more.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>It was good.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>It was bad.</summary>
    [JsonStringEnumMemberName("down")]
    Down,
}

/// <summary>A visitor's rating of a reply.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Rating">What they think.</param>
/// <param name="Note">What should be better, in their words.</param>
/// <param name="Question">What they had asked; empty where that lies far back.</param>
/// <param name="Reply">The reply, in Markdown.</param>
/// <param name="SessionId">The conversation.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="At">When the reply was given.</param>
public sealed record Feedback(string Id, FeedbackRating Rating, string? Note, string Question, string Reply, string SessionId, string TurnId, DateTimeOffset At);

/// <summary>Everything in the inbox: questions by how often they were asked, all else newest first.</summary>
/// <param name="Leads">Messages that visitors left.</param>
/// <param name="Questions">What the twin could not answer.</param>
/// <param name="HandOvers">Visitors who asked for the person.</param>
/// <param name="Feedback">What visitors think of replies.</param>
public sealed record InboxView(IReadOnlyList<Lead> Leads, IReadOnlyList<OpenQuestion> Questions, IReadOnlyList<HandOver> HandOvers, IReadOnlyList<Feedback> Feedback);

/// <summary>Takes an enum by its names alone, not by numbers.</summary>
internal sealed class NamedEnumConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
