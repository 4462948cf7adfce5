namespace DigitalTwin.Conversations.Listing;

/// <summary>What is worth knowing of a conversation in a list; each is a list of its own.</summary>
internal static class ConversationMark
{
    /// <summary>The list of all conversations.</summary>
    public const string All = "all";

    /// <summary>A turn of it waits for somebody.</summary>
    public const string Waiting = "waiting";

    /// <summary>The twin said that it does not know.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>The offline model stood in for one that failed.</summary>
    public const string Degraded = "degraded";

    /// <summary>The person said something in it themself.</summary>
    public const string Joined = "joined";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Every = [All, Waiting, Unanswered, Degraded, Joined];
}
