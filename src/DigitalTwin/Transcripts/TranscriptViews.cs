using DigitalTwin.Conversations.Listing;
using DigitalTwin.Sessions;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Transcripts;

/// <summary>A conversation as its owner reads it.</summary>
/// <param name="Conversation">What the list says of it.</param>
/// <param name="Usage">Tokens so far.</param>
/// <param name="Cost">What its turns have cost, in the budget's currency.</param>
/// <param name="Summary">What the twin remembers of its older messages.</param>
/// <param name="OpenTurns">The ids of turns that are not over.</param>
/// <param name="Messages">A page of its messages, oldest first.</param>
/// <param name="Before">What to ask for to get the messages before these; left out where there are none.</param>
public sealed record ConversationView(
    ListedConversation Conversation,
    TurnUsage Usage,
    decimal Cost,
    string Summary,
    IReadOnlyList<string> OpenTurns,
    IReadOnlyList<MessageView> Messages,
    long? Before)
{
    /// <summary>Whether the person is in the conversation; left out where they are not.</summary>
    public bool? IsPersonHere { get; init; }
}

/// <summary>What a visitor, or the owner, changes of a session.</summary>
public sealed record SessionChange
{
    /// <summary>The language of the page as a BCP 47 tag; it counts where a message names none. Empty: none.</summary>
    public string? Locale { get; init; }

    /// <summary>What the conversation is called, up to 120 characters. Empty: nothing.</summary>
    public string? Title { get; init; }
}
