using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Widget;

internal static class WidgetFeature
{
    public static IServiceCollection AddWidget(this IServiceCollection services)
        => services.AddSingleton(_ => new WidgetBundle()).AddSingleton<WidgetEndpoints>();

    public static void MapWidget(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/widget.js", (HttpContext http, WidgetEndpoints widget) => widget.GetScript(http))
            .Admit(Caller.Anyone).ExcludeFromDescription();
        routes.MapGet("/api/widget", (WidgetEndpoints widget) => widget.Get())
            .Admit(Caller.Anyone)
            .WithName("GetWidget").WithTags("widget").WithSummary("The widget's version and integrity hash").Produces<WidgetView>();

        // A portfolio page with the widget in it, for the first look at a new twin.
        routes.MapFile("/", "demo/index.html");
        routes.MapFile("/page.css", "demo/page.css");
        routes.MapFile("/page.js", "demo/page.js");
        routes.MapFile("/icon.svg", "demo/icon.svg");
    }
}
