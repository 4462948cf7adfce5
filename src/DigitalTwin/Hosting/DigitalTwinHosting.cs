using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Activities;
using DigitalTwin.Agents;
using DigitalTwin.ApiKeys;
using DigitalTwin.Approvals;
using DigitalTwin.Chat;
using DigitalTwin.Conversations;
using DigitalTwin.Corrections;
using DigitalTwin.Documents;
using DigitalTwin.Evals;
using DigitalTwin.Gaps;
using DigitalTwin.Health;
using DigitalTwin.Hosting.Metrics;
using DigitalTwin.Hosting.OpenApi;
using DigitalTwin.Inbox;
using DigitalTwin.Insight;
using DigitalTwin.Media;
using DigitalTwin.Models;
using DigitalTwin.Models.Offline;
using DigitalTwin.Notices;
using DigitalTwin.Offerings;
using DigitalTwin.Outgoing;
using DigitalTwin.OwnerConsole;
using DigitalTwin.Personas;
using DigitalTwin.Presence;
using DigitalTwin.Previews;
using DigitalTwin.Privacy;
using DigitalTwin.Prompts;
using DigitalTwin.Publishing;
using DigitalTwin.Rates;
using DigitalTwin.Search;
using DigitalTwin.Sessions;
using DigitalTwin.SignIn;
using DigitalTwin.Storage;
using DigitalTwin.Tools;
using DigitalTwin.Transcripts;
using DigitalTwin.Turns;
using DigitalTwin.Usage;
using DigitalTwin.Watches;
using DigitalTwin.Widget;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigitalTwin.Hosting;

/// <summary>What a host calls to add the product.</summary>
public static class DigitalTwinHosting
{
    /// <summary>
    /// Adds every feature. The host adds its adapters: an <see cref="IRowStore"/>, an <see cref="IBlobStore"/>, an
    /// <see cref="ISecretStore"/> and the engine of waiting turns; on Azure also a
    /// <see cref="System.ClientModel.AuthenticationTokenProvider"/> where the model uses Entra ID.
    /// </summary>
    public static IServiceCollection AddDigitalTwin(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStorageSpace, UnboundedSpace>();
        services.TryAddSingleton<IErasedSpace, NoErasedSpace>();
        services.AddMetrics();
        services.AddTelemetry(configuration);
        return services.AddSingleton<RequestFrame>()
            .AddRates()
            .AddAccess()
            .AddActivities()
            .AddSignIn()
            .AddPersonas()
            .AddUsage()
            .AddOutgoing()
            .AddNotices()
            .AddModels()
            .AddOfflineModel()
            .AddPrompts()
            .AddConversations()
            .AddSessions()
            .AddTools()
            .AddTurns()
            .AddInbox()
            .AddSearch()
            .AddDocuments()
            .AddOfferings()
            .AddPreviews()
            .AddEvals()
            .AddPublishing()
            .AddPresence()
            .AddGaps()
            .AddWatches()
            .AddTranscripts()
            .AddCorrections()
            .AddApprovals()
            .AddChat()
            .AddMedia()
            .AddApiKeys()
            .AddAgents()
            .AddWidget()
            .AddInsight()
            .AddConsole()
            .AddPrivacy()
            .AddHealth()
            .AddApiDescription();
    }

    /// <summary>
    /// Adds the middleware of every request: proxies' headers, the frame, HEAD, routing, CORS, and the gate.
    /// </summary>
    public static void UseDigitalTwin(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var frame = app.ApplicationServices.GetRequiredService<RequestFrame>();

        // Made with the first request: its settings are checked at start, together with all others.
        var gate = new Lazy<PublicGate>(app.ApplicationServices.GetRequiredService<PublicGate>);
        app.UseForwardedHeaders();
        app.Use((http, next) => frame.InvokeAsync(http, () => next(http)));
        app.Use((http, next) => HeadRequests.InvokeAsync(http, () => next(http)));
        app.UseRouting();
        app.UseCors();
        app.Use((http, next) => gate.Value.InvokeAsync(http, () => next(http)));
    }

    /// <summary>Maps every endpoint.</summary>
    public static void MapDigitalTwin(this IEndpointRouteBuilder routes)
    {
        routes.MapChat();
        routes.MapSignIn();
        routes.MapActivities();
        routes.MapSessions();
        routes.MapTurns();
        routes.MapInbox();
        routes.MapSearch();
        routes.MapDocuments();
        routes.MapOfferings();
        routes.MapApprovals();
        routes.MapPersonas();
        routes.MapPublishing();
        routes.MapEvals();
        routes.MapCorrections();
        routes.MapTranscripts();
        routes.MapNotices();
        routes.MapPresence();
        routes.MapGaps();
        routes.MapApiKeys();
        routes.MapUsage();
        routes.MapAgents();
        routes.MapWidget();
        routes.MapInsight();
        routes.MapConsole();
        routes.MapPrivacy();
        routes.MapHealth();
        routes.MapMetrics();
        routes.MapApiDescription();
    }
}
