using System.Globalization;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Transcripts;

/// <summary>Which conversations the owner asks for.</summary>
internal sealed record ConversationQuery
{
    /// <summary>What visitors left beside conversations, as the inbox names it.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["leads", "questions", "hand-overs", "feedback"];

    private const int DefaultPage = 50;
    private const int LargestPage = 100;
    private const int LongestText = 200;

    /// <summary>The list: a mark, or all.</summary>
    public required string Mark { get; init; }

    /// <summary>Of <see cref="Kinds"/>, or <see langword="null"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Who: by what a lead says of its sender; or <see langword="null"/>.</summary>
    public string? Person { get; init; }

    /// <summary>Words of the title or of how the visitor began.</summary>
    public string? Text { get; init; }

    /// <summary>Where it was begun.</summary>
    public string? Origin { get; init; }

    /// <summary>The visitor's language: <c>pt</c> has <c>pt-BR</c> in it.</summary>
    public string? Locale { get; init; }

    /// <summary>Last used on this day or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Last used on this day or earlier; the day's end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? Before { get; init; }

    /// <summary>Most conversations of a page.</summary>
    public int Limit { get; init; }

    /// <summary>Whether every conversation of the list is wanted.</summary>
    public bool IsPlain => Text is null && Origin is null && Locale is null;

    /// <summary>Reads a request's query.</summary>
    /// <exception cref="ProblemException">A parameter is not what it may be.</exception>
    public static ConversationQuery Of(HttpRequest request)
    {
        var before = TextOf(request, "before");
        if (before?.Any(c => !char.IsAsciiHexDigitLower(c) && c is not ('-' or 'c')) == true)
        {
            throw new ProblemException(Problems.InvalidParameter, "'before' is what a page gave as its next.");
        }

        var person = TextOf(request, "person");
        return new ConversationQuery
        {
            Mark = OneOf(request, "state", [.. ConversationMark.Every.Skip(1)]) ?? ConversationMark.All,
            Kind = OneOf(request, "kind", Kinds) ?? (person is null ? null : Kinds[0]),
            Person = person,
            Text = TextOf(request, "q"),
            Origin = TextOf(request, "origin"),
            Locale = TextOf(request, "locale"),
            From = QueryValues.DayOf(request, "from"),
            Until = QueryValues.DayOf(request, "until")?.AddDays(1),
            Before = before,
            Limit = (int)(QueryValues.NumberOf(request, "limit", 1, LargestPage) ?? DefaultPage),
        };
    }

    /// <summary>Whether a conversation is one of those.</summary>
    public bool Matches(ListedConversation each)
        => (Mark == ConversationMark.All || each.Marks.Contains(Mark))
            && (Text is null || Has(each.Title, Text) || Has(each.FirstMessage, Text) || each.SessionId == Text)
            && (Origin is null || string.Equals(each.Origin, Origin, StringComparison.OrdinalIgnoreCase))
            && (Locale is null || IsIn(each.Locale, Locale))
            && (From is null || each.LastActivityAt >= From)
            && (Until is null || each.LastActivityAt < Until);

    private static bool IsIn(string? locale, string wanted)
        => locale is not null && $"{locale}-".StartsWith($"{wanted}-", StringComparison.OrdinalIgnoreCase);

    // As a person means it: "cafe" is in "Café".
    private static bool Has(string? text, string wanted)
        => text is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(
            text, wanted, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    private static string? TextOf(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString().Trim();
        return text.Length == 0 ? null
            : text.Length <= LongestText ? text
            : throw new ProblemException(Problems.InvalidParameter, $"'{name}' has at most {LongestText} characters.");
    }

    private static string? OneOf(HttpRequest request, string name, IReadOnlyList<string> known)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : known.Contains(text) ? text
            : throw new ProblemException(Problems.InvalidParameter, $"'{name}' is one of {string.Join(", ", known)}.");
    }
}
