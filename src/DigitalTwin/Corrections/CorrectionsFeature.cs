using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Corrections;

internal static class CorrectionsFeature
{
    public static IServiceCollection AddCorrections(this IServiceCollection services)
        => services.AddSingleton<CaseBook>()
            .AddSingleton<IErasedWithSession>(services => services.GetRequiredService<CaseBook>())
            .AddSingleton<Corrector>()
            .AddSingleton<CorrectionEndpoints>();

    public static void MapCorrections(this IEndpointRouteBuilder routes)
    {
        var owner = routes.MapGroup("/api/owner").WithTags("owner").Admit(Caller.Owner);
        owner.MapPost("conversations/{id}/messages/{message}/correct",
            (HttpContext http, string id, string message, CorrectionEndpoints endpoints)
                => endpoints.CorrectAsync(http, id, message))
            .WithName("CorrectReply").WithSummary("Correct a reply of the twin, and teach the persona's draft")
            .Accepts<CorrectionRequest>("application/json")
            .Produces<CorrectionView>().ProducesProblems(400, 401, 403, 404, 409, 413, 415);
        owner.MapPost("inbox/feedback/{id}/case", (HttpContext http, string id, CorrectionEndpoints endpoints)
                => endpoints.MakeCaseAsync(http, id))
            .WithName("MakeCase").WithSummary("Make a case of a rated reply")
            .Accepts<FeedbackCaseRequest>("application/json")
            .Produces<FeedbackCaseView>().ProducesProblems(400, 401, 403, 404, 413, 415);
    }
}
