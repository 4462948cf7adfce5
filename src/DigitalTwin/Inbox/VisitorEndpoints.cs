using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Inbox;

/// <summary>A message for the owner, left with the form rather than in the conversation.</summary>
public sealed record LeadRequest
{
    /// <summary>The visitor's name, 1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>How to reach the visitor, 1 to 200 characters.</summary>
    public string? Contact { get; init; }

    /// <summary>The message, 1 to 4,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>The visitor's consent to the message being kept; without it the message is refused.</summary>
    public bool Consent { get; init; }
}

/// <summary>A visitor's rating of a reply.</summary>
public sealed record FeedbackRequest
{
    /// <summary>The rating; <c>none</c> deletes it.</summary>
    public FeedbackRating? Rating { get; init; }

    /// <summary>What should be better, up to 1,000 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What a visitor puts into the owner's inbox directly, without the twin.</summary>
internal sealed class VisitorEndpoints(
    LeadBook leads,
    FeedbackBook feedback,
    ConversationStore conversations,
    TimeProvider time)
{
    private const int LongestNote = 1_000;

    /// <summary><c>POST /api/sessions/{id}/leads</c></summary>
    public async Task<IResult> LeaveAsync(HttpContext http, string id)
    {
        Visitor.OfSession(http, id, Problems.SessionNotFound);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.LeadRequest);
        RequestBody.RequireText(request.Name, LeadBook.LongestField, "name");
        RequestBody.RequireText(request.Contact, LeadBook.LongestField, "contact");
        if (!ContactDetails.IsIn(request.Contact))
        {
            throw new ProblemException(Problems.InvalidField, "An e-mail address, a phone number or an address on the web.", ["contact"]);
        }

        RequestBody.RequireMessage(request.Message, "message");
        if (!request.Consent)
        {
            throw new ProblemException(Problems.InvalidField, "Nothing is kept without the visitor's consent.", ["consent"]);
        }

        // Only what belongs to an existing session can be found again to be erased.
        _ = await conversations.GetHeaderAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.SessionNotFound);
        var lead = new Lead("", InboxState.Open, request.Name, request.Contact, request.Message!, id, "", time.GetUtcNow());
        await leads.LeaveAsync(lead, Guid.NewGuid().ToString("N"), http.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary><c>POST /api/turns/{id}/feedback</c></summary>
    public async Task<IResult> RateAsync(HttpContext http, string id)
    {
        var turnId = TurnId.TryParse(id);
        Visitor.OfSession(http, turnId?.SessionId ?? "", Problems.TurnNotFound);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.FeedbackRequest);
        var rating = request.Rating is { } given && Enum.IsDefined(given)
            ? given
            : throw new ProblemException(Problems.InvalidField, "up, down or none.", ["rating"]);
        if (request.Note is not null)
        {
            RequestBody.RequireText(request.Note, LongestNote, "note");
        }

        return await feedback.RateAsync(turnId!.Value, rating, request.Note?.Trim(), http.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ProblemException(Problems.TurnNotFound);
    }
}
