using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Notices;
using DigitalTwin.Notices.Deliveries;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Sessions;
using DigitalTwin.SignIn;
using DigitalTwin.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace DigitalTwin.OwnerConsole;

/// <summary>What the owner's console has to know of the twin.</summary>
internal sealed class ConsoleEndpoints(
    OwnerAccount account,
    PersonaLibrary library,
    WebhookStore webhooks,
    IOptions<SignInOptions> signIn,
    IOptions<AccessOptions> access,
    IOptions<ModelOptions> model,
    IOptions<NoticesOptions> notices,
    IOptions<BudgetOptions> budget,
    IOptions<RetentionOptions> retention)
{
    /// <summary><c>GET /api/auth</c></summary>
    public async Task<IResult> GetSignInAsync(HttpContext http)
    {
        var provider = Uri.TryCreate(signIn.Value.Issuer, UriKind.Absolute, out var issuer) ? issuer.Host : null;
        return TypedResults.Json(new SignInStatus(await account.ExistsAsync(http.RequestAborted), provider), ProductJson.Api.SignInStatus);
    }

    /// <summary><c>GET /api/owner/console</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        // Where there are no WebSockets, the host is one that bills a request for as long as it is open.
        var isOpenFree = http.Features.Get<IHttpWebSocketFeature>() is not null;
        var hasWebhooks = (await webhooks.ListAsync(http.RequestAborted)).Count > 0;
        var view = new ConsoleView
        {
            Live = isOpenFree ? "stream" : "poll",
            IsEditable = library.IsEditable,
            Provider = model.Value.Provider.ToString().ToLowerInvariant(),
            Model = model.Value.Name ?? "",
            Origins = access.Value.Origins,
            Notices = [.. notices.Value.MailTo is { Length: > 0 } ? new[] { "mail" } : [], .. hasWebhooks ? new[] { "webhooks" } : []],
            Currency = budget.Value.Currency,
            RetentionDays = retention.Value.Days,
        };
        return TypedResults.Json(view, ProductJson.Api.ConsoleView);
    }
}
