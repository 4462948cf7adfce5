using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Evals;
using DigitalTwin.Hosting;
using DigitalTwin.Inbox;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Corrections;

/// <summary>What the owner says of replies that were wrong.</summary>
internal sealed class CorrectionEndpoints(OwnerMessages messages, Corrector corrector, CaseBook cases, OwnerInbox inbox)
{
    private const string Publish = "/api/owner/persona/publish";
    private const int MostRules = 20;

    /// <summary><c>POST /api/owner/conversations/{session}/messages/{message}/correct</c></summary>
    public async Task<IResult> CorrectAsync(HttpContext http, string session, string message)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.CorrectionRequest);
        Check(request);
        var reply = await FindAsync(session, message, http.RequestAborted);
        var draft = request.Teach == Teaching.None ? null : await corrector.TeachAsync(reply, request, http.RequestAborted);
        var guard = draft is null ? null
            : await corrector.GuardAsync(session, reply, request, draft.FactId, http.RequestAborted);
        var told = request.Notify == true ? await TellAsync(session, reply, request.Text!, http.RequestAborted) : null;
        var view = new CorrectionView(draft, guard, draft is null ? null : Publish, told);
        return TypedResults.Json(view, ProductJson.Api.CorrectionView);
    }

    /// <summary><c>POST /api/owner/inbox/feedback/{id}/case</c></summary>
    public async Task<IResult> MakeCaseAsync(HttpContext http, string id)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.FeedbackCaseRequest);
        var item = await inbox.Feedback.FindAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.ItemNotFound);
        var wanted = new EvalCase
        {
            Id = "",
            Question = request.Question ?? item.Question,
            Must = request.Must ?? [],
            MustNot = request.MustNot ?? [],
            Cites = request.Cites ?? [],
            Refuses = request.Refuses,
        };
        if (VisibleText.IsBlank(wanted.Question))
        {
            throw new ProblemException(Problems.InvalidField, "The visitor's question is not kept any more: word it.", ["question"]);
        }

        if (wanted is { Must: [], MustNot: [], Cites: [], Refuses: null })
        {
            throw new ProblemException(
                Problems.InvalidField, "Say what a right reply is.", ["must", "mustNot", "cites", "refuses"]);
        }

        var wrong = new (string Name, IReadOnlyList<string> Rules)[]
        {
            ("must", wanted.Must), ("mustNot", wanted.MustNot), ("cites", wanted.Cites),
        }.Where(each => each.Rules.Count > MostRules || each.Rules.Any(VisibleText.IsBlank)).Select(each => each.Name).ToList();
        if (wrong.Count > 0)
        {
            throw new ProblemException(Problems.InvalidField, $"Up to {MostRules} texts.", wrong);
        }

        var made = await cases.AddAsync(wanted, request.Question is null ? item.SessionId : null, http.RequestAborted);
        return TypedResults.Json(new FeedbackCaseView(made), ProductJson.Api.FeedbackCaseView);
    }

    private static void Check(CorrectionRequest request)
    {
        RequestBody.RequireMessage(request.Text, "text");
        if (request.Teach is null)
        {
            throw new ProblemException(Problems.InvalidField, "'fact', 'faq' or 'none'.", ["teach"]);
        }

        if (request.Teach == Teaching.Faq && VisibleText.IsBlank(request.Question))
        {
            throw new ProblemException(
                Problems.InvalidField,
                "Write the question in your own words: it becomes a heading, which everybody can read.", ["question"]);
        }

        if (request.Question is not null)
        {
            RequestBody.RequireMessage(request.Question, "question");
        }
    }

    private async Task<FoundMessage> FindAsync(string session, string message, CancellationToken cancellationToken)
    {
        var found = SessionId.IsValid(session) ? await messages.FindAsync(session, message, cancellationToken) : null;
        return found is null ? throw new ProblemException(Problems.ItemNotFound)
            : found.Message is { IsFromVisitor: true } or { IsFromOwner: true }
                ? throw new ProblemException(Problems.NotATwinsReply)
            : found;
    }

    private async Task<string> TellAsync(string session, FoundMessage reply, string text, CancellationToken cancellationToken)
    {
        // The same correction sent again is the same message.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{reply.Message.Id}\n{text}")))[..8];
        var said = await messages.AddAsync(session, $"correction-{hash}", text.Trim(), reply.Message.Id, cancellationToken);
        return said?.Id ?? throw new ProblemException(Problems.SessionNotFound);
    }
}
