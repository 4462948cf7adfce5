using System.Globalization;
using System.Text.Json.Serialization;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations.Listing;

/// <summary>A conversation in the owner's list.</summary>
/// <param name="SessionId">Its session.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastActivityAt">When something was last said in it.</param>
/// <param name="Title">What it is called, or <see langword="null"/>.</param>
/// <param name="FirstMessage">How the visitor began, cut after 160 characters.</param>
/// <param name="Turns">How many turns are over.</param>
/// <param name="Messages">How many messages there are.</param>
/// <param name="Origin">Where it was begun: a page's host name, or a program's name; empty where that is not known.</param>
/// <param name="Locale">The visitor's language as a BCP 47 tag, or <see langword="null"/>.</param>
/// <param name="Marks">Of <c>waiting</c>, <c>unanswered</c>, <c>degraded</c>, <c>joined</c>.</param>
public sealed record ListedConversation(
    string SessionId,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastActivityAt,
    string? Title,
    string FirstMessage,
    long Turns,
    long Messages,
    string Origin,
    string? Locale,
    IReadOnlyList<string> Marks)
{
    /// <summary>Its place in the list, newest first.</summary>
    [JsonIgnore]
    internal string Key => KeyOf(LastActivityAt, SessionId);

    internal static string KeyOf(DateTimeOffset at, string sessionId) => $"{KeyOf(at)}-{sessionId}";

    /// <summary>Where in the list conversations begin that were last used before a time.</summary>
    internal static string KeyOf(DateTimeOffset at)
        => (DateTime.MaxValue.Ticks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    internal static ListedConversation Of(string sessionId, ConversationHeader header) => new(
        sessionId, header.CreatedAt, header.LastActivityAt, header.Title, header.FirstMessage, header.Turns, header.Messages,
        header.Origin, header.Locale,
        header is { HasWaited: true, OpenTurns.Count: > 0 } ? [.. header.Marks, ConversationMark.Waiting] : header.Marks);

    internal Dictionary<string, string> ToValues() => new(StringComparer.Ordinal)
    {
        ["session"] = SessionId,
        ["createdAt"] = CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["lastActivityAt"] = LastActivityAt.ToString("O", CultureInfo.InvariantCulture),
        ["title"] = Title ?? "",
        ["firstMessage"] = FirstMessage,
        ["turns"] = Turns.ToString(CultureInfo.InvariantCulture),
        ["messages"] = Messages.ToString(CultureInfo.InvariantCulture),
        ["origin"] = Origin,
        ["locale"] = Locale ?? "",
        ["marks"] = string.Join(' ', Marks),
    };

    internal static ListedConversation FromRow(Row row) => new(
        row["session"]!,
        DateTimeOffset.Parse(row["createdAt"]!, CultureInfo.InvariantCulture),
        DateTimeOffset.Parse(row["lastActivityAt"]!, CultureInfo.InvariantCulture),
        row["title"] is { Length: > 0 } title ? title : null,
        row["firstMessage"] ?? "",
        long.Parse(row["turns"] ?? "0", CultureInfo.InvariantCulture),
        long.Parse(row["messages"] ?? "0", CultureInfo.InvariantCulture),
        row["origin"] ?? "",
        row["locale"] is { Length: > 0 } locale ? locale : null,
        (row["marks"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A page of the owner's list, newest first.</summary>
/// <param name="Conversations">The conversations; where they are filtered, there may be fewer on a page that has a next one.</param>
/// <param name="Next">What <c>before</c> has to be for the next page; left out where there is none.</param>
public sealed record ConversationPage(IReadOnlyList<ListedConversation> Conversations, string? Next);
