using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DigitalTwin.Sessions;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using DigitalTwin.Usage;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Transcripts;

/// <summary>The owner's view of conversations.</summary>
internal sealed class TranscriptEndpoints(
    ConversationStore conversations, ConversationSearch search, TurnFeeds turns)
{
    private const int DefaultPage = 50;
    private const int LargestPage = 200;
    private const int LongestTitle = 120;

    /// <summary><c>GET /api/owner/conversations</c>: see <see cref="ConversationQuery"/>.</summary>
    public async Task<IResult> ListAsync(HttpContext http)
        => TypedResults.Json(
            await search.FindAsync(ConversationQuery.Of(http.Request), http.RequestAborted), ProductJson.Api.ConversationPage);

    /// <summary><c>GET /api/owner/conversations/{id}?before=&amp;limit=</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
    {
        var header = SessionId.IsValid(id) ? await conversations.GetHeaderAsync(id, http.RequestAborted) : null;
        if (header is null)
        {
            throw new ProblemException(Problems.SessionNotFound);
        }

        var before = QueryValues.NumberOf(http.Request, "before", 1, long.MaxValue) ?? header.Messages + 1;
        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, LargestPage) ?? DefaultPage);
        var page = await conversations.GetMessagesAsync(id, Math.Min(before, header.Messages + 1), limit, http.RequestAborted);
        var view = new ConversationView(
            ListedConversation.Of(id, header),
            new TurnUsage(header.InputTokens, header.OutputTokens),
            header.Cost / Ledger.Unit,
            header.Summary,
            [.. header.OpenTurns.Select(key => new TurnId(id, key).ToString())],
            [.. page.Reverse().Select(MessageView.Of)],
            page.Count > 0 && page[^1].Number > 1 ? page[^1].Number : null)
        {
            IsPersonHere = header.OwnerUntil is null ? null : true,
        };
        return TypedResults.Json(view, ProductJson.Api.ConversationView);
    }

    /// <summary><c>GET /api/owner/conversations/{id}/turns/{turn}</c>: a turn that is over, with its model and tokens.</summary>
    public async Task<IResult> GetTurnAsync(HttpContext http, string id, string turn)
        => TurnId.TryParse(turn) is { } turnId && turnId.SessionId == id
            && await turns.FindStoredAsync(turnId, http.RequestAborted) is { } view
            ? TypedResults.Json(view, ProductJson.Api.TurnView)
            : throw new ProblemException(Problems.TurnNotFound);

    /// <summary><c>PATCH /api/owner/conversations/{id}</c></summary>
    public Task<IResult> ChangeAsync(HttpContext http, string id)
        => SessionId.IsValid(id) ? ChangeSessionAsync(http, id) : throw new ProblemException(Problems.SessionNotFound);

    /// <summary><c>PATCH /api/sessions/{id}</c></summary>
    public Task<IResult> ChangeOwnAsync(HttpContext http, string id)
    {
        Visitor.OfSession(http, id, Problems.SessionNotFound);
        return ChangeSessionAsync(http, id);
    }

    private async Task<IResult> ChangeSessionAsync(HttpContext http, string id)
    {
        var change = await RequestBody.ReadAsync(http, ProductJson.Api.SessionChange);
        Check(change);
        var header = await conversations.ChangeAsync(id, Apply, http.RequestAborted);
        return TypedResults.Json(
            SessionView.Of(id, header ?? throw new ProblemException(Problems.SessionNotFound)), ProductJson.Api.SessionView);

        ConversationHeader Apply(ConversationHeader now) => now with
        {
            Locale = change.Locale is null ? now.Locale : Filled(change.Locale),
            Title = change.Title is null ? now.Title : Filled(change.Title),
        };
    }

    private static void Check(SessionChange change)
    {
        LocaleTag.Check(change.Locale is { Length: > 0 } ? change.Locale : null, "locale");
        if (change.Title is { Length: > LongestTitle })
        {
            throw new ProblemException(Problems.InvalidField, $"Up to {LongestTitle} characters.", ["title"]);
        }
    }

    private static string? Filled(string text) => text.Trim() is { Length: > 0 } filled ? filled : null;
}
