using DigitalTwin.Functions.Durable;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace DigitalTwin.Functions.Http;

/// <summary>
/// The requests' way through the product, the very one of the local host: frame, CORS, routing, endpoints. The functions only
/// tell the platform which addresses there are.
/// </summary>
internal sealed class TwinPipeline(IServiceProvider services, DurableClientSource durable)
{
    private readonly Lazy<RequestDelegate> pipeline = new(() =>
    {
        var app = new ApplicationBuilder(services);
        app.UseDigitalTwin();
        app.UseEndpoints(routes => routes.MapDigitalTwin());
        return app.Build();
    });

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The durable engine, for functions that begin, wake or end turns.</param>
    public async Task<IResult> RunAsync(HttpRequest request, DurableTaskClient? client = null)
    {
        durable.Use(client);

        // What the platform's own routing found is not what the product's is to find.
        request.HttpContext.SetEndpoint(null);
        request.RouteValues.Clear();
        await pipeline.Value(request.HttpContext);
        return Results.Empty;
    }
}
