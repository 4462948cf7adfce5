using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Inbox;

/// <summary>The answer to an open question.</summary>
public sealed record AnswerRequest
{
    /// <summary>The answer as Markdown, 1 to 4,000 characters.</summary>
    public string? Answer { get; init; }

    /// <summary>The question as it shall stand in the persona; the visitor's words unless given.</summary>
    public string? Question { get; init; }
}

/// <summary>The owner's own words to a visitor.</summary>
public sealed record ReplyRequest
{
    /// <summary>Markdown, 1 to 4,000 characters.</summary>
    public string? Message { get; init; }
}

/// <summary>What visitors left for the owner, and what the owner does with it.</summary>
internal sealed class InboxEndpoints(OwnerGate gate, OwnerInbox inbox, PersonaEditor editor, Waits waits, TurnFeeds turns)
{
    /// <summary><c>GET /api/owner/inbox</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        await gate.EnterAsync(http);
        return TypedResults.Json(await inbox.ReadAsync(http.RequestAborted), ProductJson.Api.InboxView);
    }

    /// <summary><c>POST /api/owner/inbox/leads/{id}/close</c></summary>
    public async Task<IResult> CloseLeadAsync(HttpContext http, string id)
    {
        await gate.EnterAsync(http);
        var lead = await inbox.Leads.UpdateAsync(id, now => now with { State = InboxState.Done }, http.RequestAborted);
        return TypedResults.Json(lead ?? throw new ProblemException(Problems.ItemNotFound), ProductJson.Api.Lead);
    }

    /// <summary><c>POST /api/owner/inbox/questions/{id}/dismiss</c></summary>
    public async Task<IResult> DismissQuestionAsync(HttpContext http, string id)
    {
        await gate.EnterAsync(http);
        var question = await inbox.Questions.UpdateAsync(id, now => now.State == InboxState.Open ? now with { State = InboxState.Dismissed } : now, http.RequestAborted);
        return TypedResults.Json(question ?? throw new ProblemException(Problems.ItemNotFound), ProductJson.Api.OpenQuestion);
    }

    /// <summary><c>POST /api/owner/inbox/questions/{id}/answer</c>: the answer becomes a fact of the persona.</summary>
    public async Task<IResult> AnswerQuestionAsync(HttpContext http, string id)
    {
        await gate.EnterAsync(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.AnswerRequest);
        RequestBody.RequireMessage(request.Answer, "answer");
        var question = await inbox.Questions.FindAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.ItemNotFound);
        if (question.State == InboxState.Done)
        {
            throw new ProblemException(Problems.ItemClosed);
        }

        var factId = await editor.AddAnswerAsync(request.Question is { Length: > 0 } own ? own : question.Question, request.Answer!, http.RequestAborted);
        var answered = await inbox.Questions.UpdateAsync(id, now => now with { State = InboxState.Done, FactId = factId }, http.RequestAborted);
        return TypedResults.Json(answered ?? throw new ProblemException(Problems.ItemNotFound), ProductJson.Api.OpenQuestion);
    }

    /// <summary><c>POST /api/owner/inbox/hand-overs/{id}/reply</c>: appears in the visitor's stream and in the history.</summary>
    public async Task<IResult> ReplyAsync(HttpContext http, string id)
    {
        await gate.EnterAsync(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ReplyRequest);
        RequestBody.RequireMessage(request.Message, "message");
        var handOver = await inbox.HandOvers.FindAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.ItemNotFound);
        var turnId = TurnId.TryParse(handOver.TurnId)!.Value;
        var result = await waits.AnswerAsync(turnId, WaitKind.HandOver, null, new WaitOutcome { Text = request.Message! }, http.RequestAborted);
        if (result == WaitResult.Accepted || (handOver.State == InboxState.Open && await WasSaidAsync(turnId, result, request.Message!)))
        {
            var done = await inbox.HandOvers.UpdateAsync(id, now => now with { State = InboxState.Done, Reply = request.Message }, CancellationToken.None);
            return TypedResults.Json(done ?? handOver, ProductJson.Api.HandOver);
        }

        if (result is WaitResult.Expired or WaitResult.NotFound)
        {
            // Its turn ended without the person: there is nothing left to reply to.
            await inbox.HandOvers.UpdateAsync(id, now => now.State == InboxState.Open ? now with { State = InboxState.Dismissed } : now, CancellationToken.None);
        }

        throw new ProblemException(Problems.ItemClosed);
    }

    // A first try may have ended the wait and failed before it closed the item: sent again, the same words close it.
    private async Task<bool> WasSaidAsync(TurnId turn, WaitResult result, string message)
        => result == WaitResult.Repeated
            || (result == WaitResult.NotFound && await turns.FindStoredAsync(turn, CancellationToken.None) is { Error: null } stored && stored.Reply == message);
}
