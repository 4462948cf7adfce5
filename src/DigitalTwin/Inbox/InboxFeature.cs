using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Notices;
using DigitalTwin.Rates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Inbox;

internal static class InboxFeature
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
        => services.AddSingleton<OwnerInbox>()
            .AddSingleton<QuestionBook>()
            .AddSingleton<INoticeWords, InboxNotices>()
            .AddSingleton(new NoticePlace(InboxStore<Lead>.Table, OwnerInbox.LeadsPartition))
            .AddSingleton(new NoticePlace(InboxStore<HandOver>.Table, OwnerInbox.HandOversPartition))
            .AddSingleton<LeadBook>()
            .AddSingleton<FeedbackBook>()
            .AddSingleton<InboxTools>()
            .AddSingleton(services => services.GetRequiredService<InboxTools>().LeaveMessageTool())
            .AddSingleton(services => services.GetRequiredService<InboxTools>().NoteOpenQuestionTool())
            .AddSingleton(services => services.GetRequiredService<InboxTools>().HandOverTool())
            .AddSingleton<InboxEndpoints>()
            .AddSingleton<VisitorEndpoints>();

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sessions/{id}/leads", (HttpContext http, string id, VisitorEndpoints endpoints)
                => endpoints.LeaveAsync(http, id))
            .Admit(Caller.Session, RateKind.Lead).WithName("LeaveMessage").WithTags("sessions").WithSummary("Leave a message for the owner")
            .Accepts<LeadRequest>("application/json")
            .Produces(204).ProducesProblems(400, 401, 403, 404, 413, 415, 429);
        routes.MapPost("/api/turns/{id}/feedback", (HttpContext http, string id, VisitorEndpoints endpoints)
                => endpoints.RateAsync(http, id))
            .Admit(Caller.Session, RateKind.Rating).WithName("RateTurn").WithTags("turns").WithSummary("Say what a reply is worth")
            .Accepts<FeedbackRequest>("application/json")
            .Produces(204).ProducesProblems(400, 401, 403, 404, 413, 415);
        var inbox = routes.MapGroup("/api/owner/inbox").WithTags("owner").Admit(Caller.Owner);
        inbox.MapGet("", (HttpContext http, InboxEndpoints endpoints) => endpoints.GetAsync(http))
            .WithName("GetInbox").WithSummary("What visitors left for the owner, page by page: query 'state', 'kind', 'before', 'limit'")
            .Produces<InboxView>().ProducesProblems(400, 401, 403);
        inbox.MapDelete("{kind}/{id}", (HttpContext http, string kind, string id, InboxEndpoints endpoints)
                => endpoints.EraseAsync(http, kind, id))
            .WithName("EraseItem").WithSummary("Erase what a visitor left").Produces(204).ProducesProblems(401, 403, 404);
        inbox.MapPost("leads/{id}/close", (HttpContext http, string id, InboxEndpoints endpoints)
                => endpoints.CloseLeadAsync(http, id))
            .WithName("CloseLead").WithSummary("Mark a lead as dealt with")
            .Produces<Lead>().ProducesProblems(401, 403, 404);
        inbox.MapPost("questions/{id}/answer", (HttpContext http, string id, InboxEndpoints endpoints)
                => endpoints.AnswerQuestionAsync(http, id))
            .WithName("AnswerQuestion").WithSummary("Answer an open question in the persona")
            .Accepts<AnswerRequest>("application/json")
            .Produces<OpenQuestion>().ProducesProblems(400, 401, 403, 404, 409, 413, 415);
        inbox.MapPost("questions/{id}/dismiss", (HttpContext http, string id, InboxEndpoints endpoints)
                => endpoints.DismissQuestionAsync(http, id))
            .WithName("DismissQuestion").WithSummary("Leave a question unanswered")
            .Produces<OpenQuestion>().ProducesProblems(401, 403, 404);
        inbox.MapPost("hand-overs/{id}/reply", (HttpContext http, string id, InboxEndpoints endpoints)
                => endpoints.ReplyAsync(http, id))
            .WithName("ReplyToVisitor").WithSummary("Reply to a visitor who asked for the person")
            .Accepts<ReplyRequest>("application/json")
            .Produces<HandOver>().ProducesProblems(400, 401, 403, 404, 409, 413, 415);
    }
}
