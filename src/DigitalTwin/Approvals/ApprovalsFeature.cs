using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Approvals;

internal static class ApprovalsFeature
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services.AddSingleton<ApprovalEndpoints>();

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        var approvals = routes.MapGroup("/api/owner/approvals").WithTags("owner").Admit(Caller.Owner);
        approvals.MapGet("", (HttpContext http, ApprovalEndpoints endpoints) => endpoints.GetAsync(http))
            .WithName("GetApprovals").WithSummary("Tool calls that wait for the owner").Produces<ApprovalList>().ProducesProblems(401, 403);
        approvals.MapPost("{id}/approve", (HttpContext http, string id, ApprovalEndpoints endpoints) => endpoints.ApproveAsync(http, id))
            .WithName("Approve").WithSummary("Let a tool call go ahead").Produces(204).ProducesProblems(401, 403, 404, 409);
        approvals.MapPost("{id}/refuse", (HttpContext http, string id, ApprovalEndpoints endpoints) => endpoints.RefuseAsync(http, id))
            .WithName("Refuse").WithSummary("Refuse a tool call")
            .Accepts<RefuseRequest>("application/json").Produces(204)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415);
    }
}
