using DigitalTwin.Access.Gate;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Hosting;
using DigitalTwin.Search;
using DigitalTwin.Sessions;
using DigitalTwin.Turns.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Transcripts;

internal static class TranscriptsFeature
{
    public static IServiceCollection AddTranscripts(this IServiceCollection services)
        => services.AddSingleton<ConversationSearch>().AddSingleton<ISearchSource,
            ConversationSource>().AddSingleton<TranscriptEndpoints>();

    public static void MapTranscripts(this IEndpointRouteBuilder routes)
    {
        var owner = routes.MapGroup("/api/owner/conversations").WithTags("owner").Admit(Caller.Owner);
        owner.MapGet("", (HttpContext http, TranscriptEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetConversations").WithSummary(
                "Conversations, newest first: query 'state', 'kind', 'person', 'q', 'origin', 'locale', 'from', 'until', 'before', 'limit'")
            .Produces<ConversationPage>().ProducesProblems(400, 401, 403);
        owner.MapGet("{id}", (HttpContext http, string id, TranscriptEndpoints endpoints) => endpoints.GetAsync(http, id))
            .WithName("GetConversation").WithSummary("A conversation with a page of its messages: query 'before', 'limit'")
            .Produces<ConversationView>().ProducesProblems(400, 401, 403, 404);
        owner.MapGet("{id}/turns/{turn}", (HttpContext http, string id, string turn, TranscriptEndpoints endpoints)
                => endpoints.GetTurnAsync(http, id, turn))
            .WithName("GetConversationTurn").WithSummary("A turn that is over, with its model and tokens")
            .Produces<TurnView>().ProducesProblems(401, 403, 404);
        owner.MapPatch("{id}", (HttpContext http, string id, TranscriptEndpoints endpoints) => endpoints.ChangeAsync(http, id))
            .WithName("ChangeConversation").WithSummary("Name a conversation, or say its language")
            .Accepts<SessionChange>("application/json").Produces<SessionView>().ProducesProblems(400, 401, 403, 404, 413, 415);
        routes.MapPatch("/api/sessions/{id}", (HttpContext http, string id, TranscriptEndpoints endpoints)
                => endpoints.ChangeOwnAsync(http, id))
            .Admit(Caller.Session).WithTags("sessions")
            .WithName("ChangeSession").WithSummary("Name a session, or say its language")
            .Accepts<SessionChange>("application/json").Produces<SessionView>().ProducesProblems(400, 401, 403, 404, 413, 415);
    }
}
