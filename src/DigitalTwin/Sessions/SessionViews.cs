using DigitalTwin.Conversations;
using DigitalTwin.Inbox;
using DigitalTwin.Media;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Sessions;

/// <summary>A session's state.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastActivityAt">When it was last used.</param>
/// <param name="Turns">Turns so far.</param>
/// <param name="Messages">Messages so far.</param>
/// <param name="Usage">Tokens so far.</param>
public sealed record SessionView(
    string SessionId, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, long Turns, long Messages, TurnUsage Usage)
{
    /// <summary>Whether the person is in the conversation: the twin is silent then.</summary>
    public bool? IsPersonHere { get; init; }

    /// <summary>What the conversation is called; left out where it has no name.</summary>
    public string? Title { get; init; }

    /// <summary>The visitor's language; left out where it is not known.</summary>
    public string? Locale { get; init; }

    internal static SessionView Of(string sessionId, ConversationHeader header)
    {
        var usage = new TurnUsage(header.InputTokens, header.OutputTokens);
        return new SessionView(sessionId, header.CreatedAt, header.LastActivityAt, header.Turns, header.Messages, usage)
        {
            IsPersonHere = header.OwnerUntil is null ? null : true,
            Title = header.Title,
            Locale = header.Locale,
        };
    }
}

/// <summary>A message of the history.</summary>
/// <param name="Id">The visitor's message id, or the turn's id for a reply.</param>
/// <param name="Role"><c>user</c>, <c>assistant</c> for the twin, or <c>owner</c> for the person.</param>
/// <param name="Text">As it was said.</param>
/// <param name="At">When it was said.</param>
/// <param name="Citations">What a reply draws on; left out where it draws on nothing.</param>
/// <param name="Pictures">How many pictures came with it; left out where there are none.</param>
public sealed record MessageView(string Id, string Role, string Text, DateTimeOffset At, IReadOnlyList<Citation>? Citations, int? Pictures)
{
    /// <summary>Whether an AI wrote it: the twin, and neither the visitor nor the owner.</summary>
    public bool AiGenerated { get; init; }

    /// <summary>The id of the reply that the person corrects with this message; left out where it is no correction.</summary>
    public string? Corrects { get; init; }

    internal static MessageView Of(StoredMessage message)
        => new(
            message.Id,
            message.Role,
            message.Text,
            message.At,
            message.Citations.Count > 0 ? message.Citations : null,
            message.Pictures > 0 ? message.Pictures : null)
        {
            AiGenerated = !message.IsFromVisitor && !message.IsFromOwner,
            Corrects = message.Corrects,
        };
}

/// <summary>A page of the history, oldest message first.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Before">What to ask for next to get the messages before these; left out where there are none.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, long? Before);

/// <summary>Everything that is kept of a session, for the visitor to take away.</summary>
/// <param name="Session">The session.</param>
/// <param name="Summary">What the twin remembers of older messages.</param>
/// <param name="Messages">All messages, oldest first.</param>
/// <param name="OpenTurns">Messages whose turns are not over.</param>
/// <param name="Leads">What the visitor left for the owner.</param>
/// <param name="HandOvers">The times the visitor asked for the person.</param>
/// <param name="Questions">The visitor's questions that were noted for the owner.</param>
/// <param name="Feedback">What the visitor thinks of replies.</param>
/// <param name="Pictures">The pictures that came with messages.</param>
/// <param name="ExportedAt">When this was made.</param>
public sealed record SessionExport(
    SessionView Session,
    string Summary,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<OpenTurnExport> OpenTurns,
    IReadOnlyList<Lead> Leads,
    IReadOnlyList<HandOver> HandOvers,
    IReadOnlyList<QuestionAsked> Questions,
    IReadOnlyList<Feedback> Feedback,
    IReadOnlyList<Picture> Pictures,
    DateTimeOffset ExportedAt);

/// <summary>A turn that is not over.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Message">What the visitor said; empty where a turn began without a message.</param>
/// <param name="Answers">What they answered to what was asked back.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record OpenTurnExport(string TurnId, string Message, IReadOnlyList<string> Answers, DateTimeOffset StartedAt);
