using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Notices.Deliveries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Notices;

internal static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
        => services.AddSettings<NoticesOptions>("Notices")
            .AddSingleton<OwnerTime>()
            .AddSingleton<NoticeLog>()
            .AddSingleton<NoticeWords>()
            .AddSingleton<NoticeOutbox>()
            .AddSingleton<NoticeFeed>()
            .AddSingleton<NoticeEndpoints>()
            .AddSingleton<WebhookStore>()
            .AddSingleton<DeliveryStore>()
            .AddSingleton<IDeliveryTargets, WebhookTargets>()
            .AddSingleton<IDeliveryTargets, MailTarget>()
            .AddSingleton<Deliverer>()
            .AddSingleton<WebhookEndpoints>();

    public static void MapNotices(this IEndpointRouteBuilder routes)
    {
        var owner = routes.MapGroup("/api/owner").WithTags("owner").Admit(Caller.Owner);
        owner.MapGet("notices", (HttpContext http, NoticeEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetNotices").WithSummary("Notices after a number: query 'after', 'limit'")
            .Produces<NoticePage>().ProducesProblems(400, 401, 403);
        owner.MapPost("notices/test", (NoticeEndpoints endpoints) => endpoints.Test())
            .WithName("TestNotices").WithSummary("Send a notice to see whether notices arrive").Produces(202).ProducesProblems(401, 403);
        owner.MapGet("events", (HttpContext http, NoticeEndpoints endpoints) => endpoints.EventsAsync(http))
            .WithName("GetOwnerEvents").WithSummary("Notices as they come, as server-sent events: query 'after'")
            .Produces<Notice>(200, "text/event-stream").ProducesProblems(400, 401, 403);
        owner.MapGet("ws", (HttpContext http, NoticeEndpoints endpoints) => endpoints.SocketAsync(http))
            .WithName("OpenOwnerSocket").WithSummary("The same as a WebSocket, where the host has them: query 'after'")
            .Produces(101).ProducesProblems(400, 401, 403, 426);
        MapWebhooks(owner.MapGroup("webhooks"));
    }

    private static void MapWebhooks(RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("", (HttpContext http, WebhookEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetWebhooks").WithSummary("The addresses that notices are sent to")
            .Produces<WebhookList>().ProducesProblems(401, 403);
        webhooks.MapPost("", (HttpContext http, WebhookEndpoints endpoints) => endpoints.AddAsync(http))
            .WithName("AddWebhook").WithSummary("Have notices sent to an address").Accepts<WebhookRequest>("application/json")
            .Produces<Webhook>(201).ProducesProblems(400, 401, 403, 413, 415, 503);
        webhooks.MapDelete("{id}", (HttpContext http, string id, WebhookEndpoints endpoints) => endpoints.DeleteAsync(http, id))
            .WithName("DeleteWebhook").WithSummary("Send no more to an address").Produces(204).ProducesProblems(401, 403, 404);
        webhooks.MapGet("{id}/deliveries", (HttpContext http, string id, WebhookEndpoints endpoints) => endpoints.DeliveriesAsync(http, id))
            .WithName("GetDeliveries").WithSummary("What did not arrive yet").Produces<DeliveryList>().ProducesProblems(401, 403, 404);
        webhooks.MapPost("{id}/deliveries/{number}/replay", (HttpContext http, string id, string number, WebhookEndpoints endpoints)
                => endpoints.ReplayAsync(http, id, number))
            .WithName("ReplayDelivery").WithSummary("Send a notice again").Produces(202).ProducesProblems(401, 403, 404);
        webhooks.MapPost("{id}/replay", (HttpContext http, string id, WebhookEndpoints endpoints) => endpoints.ReplayAllAsync(http, id))
            .WithName("ReplayWebhook").WithSummary("Send all again that was given up").Produces(202).ProducesProblems(401, 403, 404);
    }
}
