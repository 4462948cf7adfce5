using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Widget;

internal static class WidgetFeature
{
    public static IServiceCollection AddWidget(this IServiceCollection services)
        => services.AddSingleton(_ => new WidgetBundle()).AddSingleton<WidgetEndpoints>();

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapWidget(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/widget.js", Methods, (HttpContext http, WidgetEndpoints widget) => widget.GetScript(http)).ExcludeFromDescription();
        routes.MapGet("/api/widget", (WidgetEndpoints widget) => widget.Get())
            .WithName("GetWidget").WithTags("widget").WithSummary("The widget's version and integrity hash").Produces<WidgetView>();
    }
}
