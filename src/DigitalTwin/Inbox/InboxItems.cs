using System.Text.Json.Serialization;

namespace DigitalTwin.Inbox;

/// <summary>The state of an item in the inbox.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InboxState>))]
public enum InboxState
{
    /// <summary>The owner has something to do.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>The owner did it.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>The owner decided against it.</summary>
    [JsonStringEnumMemberName("dismissed")]
    Dismissed,
}

/// <summary>An item of the inbox.</summary>
internal interface IInboxItem
{
    /// <summary>The item's id.</summary>
    string Id { get; }
}

/// <summary>A message that a visitor left for the owner, with consent to its being kept.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="State">The item's state.</param>
/// <param name="Name">The visitor's name, as they gave it.</param>
/// <param name="Contact">How to reach them, as they gave it.</param>
/// <param name="Message">The message in the visitor's words.</param>
/// <param name="SessionId">The session that it comes from.</param>
/// <param name="TurnId">The turn that it was left in; empty where it was left with the form.</param>
/// <param name="At">When it was left.</param>
public sealed record Lead(
    string Id,
    InboxState State,
    string Name,
    string Contact,
    string Message,
    string SessionId,
    string TurnId,
    DateTimeOffset At) : IInboxItem;

/// <summary>A question that the twin could not answer; near-duplicates are counted together.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="State">The item's state.</param>
/// <param name="Question">The question as it was first asked.</param>
/// <param name="Count">How often it was asked.</param>
/// <param name="FirstAt">When it was first asked.</param>
/// <param name="LastAt">When it was last asked.</param>
/// <param name="Asked">The latest times it was asked, oldest first.</param>
public sealed record OpenQuestion(
    string Id,
    InboxState State,
    string Question,
    int Count,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    IReadOnlyList<QuestionAsked> Asked) : IInboxItem
{
    /// <summary>The fact of the persona that answers the question.</summary>
    public string? FactId { get; init; }
}

/// <summary>One time that a question was asked.</summary>
/// <param name="SessionId">The session in which it was asked.</param>
/// <param name="TurnId">The turn in which it was asked.</param>
/// <param name="Question">The question in the visitor's words.</param>
/// <param name="At">When it was asked.</param>
public sealed record QuestionAsked(string SessionId, string TurnId, string Question, DateTimeOffset At);

/// <summary>A hand-over: a visitor asked for the person.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="State">The item's state.</param>
/// <param name="Reason">What the visitor wants, in the twin's words.</param>
/// <param name="SessionId">The visitor's session.</param>
/// <param name="TurnId">The turn that waits for the owner's reply.</param>
/// <param name="At">When the visitor asked.</param>
public sealed record HandOver(string Id, InboxState State, string Reason, string SessionId, string TurnId, DateTimeOffset At)
    : IInboxItem
{
    /// <summary>The owner's reply.</summary>
    public string? Reply { get; init; }

    /// <summary>By when the visitor was promised a reply, or <see langword="null"/>.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A visitor's opinion of a reply.</summary>
[JsonConverter(typeof(NamedEnumConverter<FeedbackRating>))]
public enum FeedbackRating
{
    /// <summary>No opinion; deletes an earlier one.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The reply was good.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>The reply was bad.</summary>
    [JsonStringEnumMemberName("down")]
    Down,
}

/// <summary>A visitor's rating of a reply.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Rating">The rating.</param>
/// <param name="Note">What should be better, in the visitor's words.</param>
/// <param name="Question">The visitor's message; empty where it is no longer among the recent ones.</param>
/// <param name="Reply">The reply, in Markdown.</param>
/// <param name="SessionId">The session of the turn.</param>
/// <param name="TurnId">The turn that is rated.</param>
/// <param name="At">When the reply was given.</param>
public sealed record Feedback(
    string Id,
    FeedbackRating Rating,
    string? Note,
    string Question,
    string Reply,
    string SessionId,
    string TurnId,
    DateTimeOffset At) : IInboxItem;

/// <summary>Pages of the inbox, open items first: questions by how often they were asked, all else newest first.</summary>
/// <param name="Leads">Messages that visitors left.</param>
/// <param name="Questions">Questions that the twin could not answer.</param>
/// <param name="HandOvers">Visitors who asked for the person.</param>
/// <param name="Feedback">Visitors' ratings of replies.</param>
public sealed record InboxView(
    IReadOnlyList<Lead> Leads,
    IReadOnlyList<OpenQuestion> Questions,
    IReadOnlyList<HandOver> HandOvers,
    IReadOnlyList<Feedback> Feedback)
{
    /// <summary>Where the next pages begin.</summary>
    public InboxNext? Next { get; init; }
}

/// <summary>What <c>before</c> has to be for the next page of each kind; not there where there is none.</summary>
/// <param name="Leads">Of leads.</param>
/// <param name="Questions">Of questions.</param>
/// <param name="HandOvers">Of hand-overs.</param>
/// <param name="Feedback">Of ratings.</param>
public sealed record InboxNext(string? Leads, string? Questions, string? HandOvers, string? Feedback);

/// <summary>A page of items and where the next one begins.</summary>
internal sealed record InboxPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How long items are kept: leads and hand-overs since they came, questions since they were last asked.</summary>
internal sealed record InboxAges(TimeSpan Leads, TimeSpan Questions, TimeSpan HandOvers);

/// <summary>A kind of item in the inbox.</summary>
internal enum InboxKind
{
    Lead,
    Question,
    HandOver,
    Feedback,
}

/// <summary>What of the inbox is asked for.</summary>
internal sealed record InboxQuery(InboxKind? Kind, InboxState? State, string? Before, int Limit);

/// <summary>Reads an enum by its names only, not by numbers.</summary>
internal sealed class NamedEnumConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
