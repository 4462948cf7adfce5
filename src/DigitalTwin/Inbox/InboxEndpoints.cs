using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Inbox;

/// <summary>The owner's answer to an open question.</summary>
public sealed record AnswerRequest
{
    /// <summary>The answer as Markdown, 1 to 4,000 characters.</summary>
    public string? Answer { get; init; }

    /// <summary>The question in the owner's words: it becomes a heading that everybody can read, cut after 200 characters.</summary>
    public string? Question { get; init; }
}

/// <summary>The owner's own words to a visitor.</summary>
public sealed record ReplyRequest
{
    /// <summary>Markdown, 1 to 4,000 characters.</summary>
    public string? Message { get; init; }
}

/// <summary>The owner's inbox: what visitors left, and the owner's actions on it.</summary>
internal sealed class InboxEndpoints(
    OwnerInbox inbox,
    PersonaEditor editor,
    Waits waits,
    TurnFeeds turns,
    IErasedSpace space)
{
    private const string HeadingIsPublic
        = "Write the question in your own words: it becomes a heading of your persona, which everybody can read.";

    private const int DefaultPage = 100;

    private static readonly Dictionary<string, InboxKind> Kinds = new(StringComparer.Ordinal)
    {
        ["leads"] = InboxKind.Lead,
        ["questions"] = InboxKind.Question,
        ["hand-overs"] = InboxKind.HandOver,
        ["feedback"] = InboxKind.Feedback,
    };

    private static readonly Dictionary<string, InboxState> States = new(StringComparer.Ordinal)
    {
        ["open"] = InboxState.Open,
        ["done"] = InboxState.Done,
        ["dismissed"] = InboxState.Dismissed,
    };

    /// <summary><c>GET /api/owner/inbox?state=&amp;kind=&amp;before=&amp;limit=</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        return TypedResults.Json(await inbox.ReadAsync(QueryOf(http.Request), http.RequestAborted), ProductJson.Api.InboxView);
    }

    /// <summary><c>DELETE /api/owner/inbox/{kind}/{id}</c>: nothing of it is kept; the conversation that it came from stays.</summary>
    public async Task<IResult> EraseAsync(HttpContext http, string kind, string id)
    {
        if (!Kinds.TryGetValue(kind, out var known) || !await inbox.EraseAsync(known, id, http.RequestAborted))
        {
            throw new ProblemException(Problems.ItemNotFound);
        }

        await space.OverwriteAsync(evenIfLarge: false);
        return TypedResults.NoContent();
    }

    /// <summary><c>POST /api/owner/inbox/leads/{id}/close</c></summary>
    public async Task<IResult> CloseLeadAsync(HttpContext http, string id)
    {
        var lead = await inbox.Leads.UpdateAsync(id, now => now with { State = InboxState.Done }, http.RequestAborted);
        return TypedResults.Json(lead ?? throw new ProblemException(Problems.ItemNotFound), ProductJson.Api.Lead);
    }

    /// <summary><c>POST /api/owner/inbox/questions/{id}/dismiss</c></summary>
    public async Task<IResult> DismissQuestionAsync(HttpContext http, string id)
    {
        var question = await inbox.Questions.UpdateAsync(id, DismissOpen, http.RequestAborted);
        return TypedResults.Json(question ?? throw new ProblemException(Problems.ItemNotFound), ProductJson.Api.OpenQuestion);

        OpenQuestion DismissOpen(OpenQuestion now)
            => now.State == InboxState.Open ? now with { State = InboxState.Dismissed } : now;
    }

    /// <summary><c>POST /api/owner/inbox/questions/{id}/answer</c>: the answer becomes a fact of the persona.</summary>
    public async Task<IResult> AnswerQuestionAsync(HttpContext http, string id)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.AnswerRequest);
        RequestBody.RequireMessage(request.Answer, "answer");
        if (VisibleText.IsBlank(request.Question))
        {
            throw new ProblemException(Problems.InvalidField, HeadingIsPublic, ["question"]);
        }

        RequestBody.RequireMessage(request.Question, "question");
        var question = await inbox.Questions.FindAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.ItemNotFound);
        if (question.State == InboxState.Done)
        {
            throw new ProblemException(Problems.ItemClosed);
        }

        var factId = await editor.AddAnswerAsync(request.Question!, request.Answer!, http.RequestAborted);
        var answered = await inbox.Questions.UpdateAsync(id, Answer, http.RequestAborted);
        return TypedResults.Json(answered ?? throw new ProblemException(Problems.ItemNotFound), ProductJson.Api.OpenQuestion);

        OpenQuestion Answer(OpenQuestion now) => now with { State = InboxState.Done, FactId = factId };
    }

    /// <summary>
    /// <c>POST /api/owner/inbox/hand-overs/{id}/reply</c>: the reply appears in the visitor's stream and in the history.
    /// </summary>
    public async Task<IResult> ReplyAsync(HttpContext http, string id)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ReplyRequest);
        RequestBody.RequireMessage(request.Message, "message");
        var handOver = await inbox.HandOvers.FindAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.ItemNotFound);
        var turnId = TurnId.TryParse(handOver.TurnId)!.Value;
        var answer = new WaitOutcome { Text = request.Message! };
        var result = await waits.AnswerAsync(turnId, WaitKind.HandOver, null, answer, http.RequestAborted);
        var wasSaid = handOver.State == InboxState.Open && await WasSaidAsync(turnId, result, request.Message!);
        if (result == WaitResult.Accepted || wasSaid)
        {
            var done = await inbox.HandOvers.UpdateAsync(id, Close, CancellationToken.None);
            return TypedResults.Json(done ?? handOver, ProductJson.Api.HandOver);
        }

        if (result is WaitResult.Expired or WaitResult.NotFound)
        {
            // Its turn ended without the person: there is nothing left to reply to.
            await inbox.HandOvers.UpdateAsync(id, DismissOpen, CancellationToken.None);
        }

        throw new ProblemException(Problems.ItemClosed);

        HandOver Close(HandOver now) => now with { State = InboxState.Done, Reply = request.Message };

        HandOver DismissOpen(HandOver now)
            => now.State == InboxState.Open ? now with { State = InboxState.Dismissed } : now;
    }

    private static InboxQuery QueryOf(HttpRequest request)
    {
        var (kind, before) = (Of(request, "kind", Kinds), request.Query["before"].ToString());
        if (before.Length > 0 && (kind is null || before.Length > 40))
        {
            throw new ProblemException(Problems.InvalidParameter, "'before' is what a page of this 'kind' gave as its next.");
        }

        var limit = (int)(QueryValues.NumberOf(request, "limit", 1, RowLimits.QueryRows) ?? DefaultPage);
        return new InboxQuery(kind, Of(request, "state", States), before.Length > 0 ? before : null, limit);
    }

    private static T? Of<T>(HttpRequest request, string name, Dictionary<string, T> known)
        where T : struct
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : known.TryGetValue(text, out var value) ? value
            : throw new ProblemException(Problems.InvalidParameter, $"'{name}' is one of {string.Join(", ", known.Keys)}.");
    }

    // An earlier attempt may have ended the wait and failed before it closed the item: the same words close it now.
    private async Task<bool> WasSaidAsync(TurnId turn, WaitResult result, string message)
    {
        if (result != WaitResult.NotFound)
        {
            return result == WaitResult.Repeated;
        }

        var stored = await turns.FindStoredAsync(turn, CancellationToken.None);
        return stored is { Error: null } && stored.Reply == message;
    }
}
