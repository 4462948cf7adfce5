using System.Globalization;
using DigitalTwin.Hosting;
using DigitalTwin.Outgoing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Notices.Deliveries;

/// <summary>The addresses that notices are sent to, and what did not arrive.</summary>
internal sealed class WebhookEndpoints(
    WebhookStore webhooks, DeliveryStore deliveries, NoticeLog log, Deliverer deliverer,
    IOptions<OutgoingOptions> outgoing, TimeProvider time)
{
    private const int LongestName = 100;
    private const int LongestUrl = 1_000;

    /// <summary><c>GET /api/owner/webhooks</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
        => TypedResults.Json(new WebhookList(await webhooks.ListAsync(http.RequestAborted)), ProductJson.Api.WebhookList);

    /// <summary><c>POST /api/owner/webhooks</c>: what comes from now on is sent there.</summary>
    public async Task<IResult> AddAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.WebhookRequest);
        var url = Check(request);
        if ((await webhooks.ListAsync(http.RequestAborted)).Count >= WebhookStore.Most)
        {
            throw new ProblemException(Problems.InvalidField, $"There are {WebhookStore.Most} addresses already.", ["url"]);
        }

        var name = request.Name?.Trim() is { Length: > 0 } given ? given : url.Host;
        var added = await webhooks.AddAsync(name, url.AbsoluteUri, request.Types ?? [], http.RequestAborted);
        await deliveries.CursorAsync(WebhookTargets.TargetOf(added.Id), log.LastAsync, http.RequestAborted);
        http.Response.Headers.Location = $"/api/owner/webhooks/{added.Id}";
        return TypedResults.Json(added, ProductJson.Api.Webhook, statusCode: StatusCodes.Status201Created);
    }

    /// <summary><c>DELETE /api/owner/webhooks/{id}</c></summary>
    public async Task<IResult> DeleteAsync(HttpContext http, string id)
    {
        await FindAsync(http, id);
        await webhooks.DeleteAsync(id, http.RequestAborted);
        await deliveries.ForgetAsync(WebhookTargets.TargetOf(id), http.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary><c>GET /api/owner/webhooks/{id}/deliveries</c></summary>
    public async Task<IResult> DeliveriesAsync(HttpContext http, string id)
    {
        await FindAsync(http, id);
        var target = WebhookTargets.TargetOf(id);
        var cursor = await deliveries.CursorAsync(target, log.LastAsync, http.RequestAborted);
        var waiting = await deliveries.ListAsync(target, http.RequestAborted);
        return TypedResults.Json(new DeliveryList(waiting, cursor.Through), ProductJson.Api.DeliveryList);
    }

    /// <summary><c>POST /api/owner/webhooks/{id}/deliveries/{number}/replay</c>: also one that arrived.</summary>
    public async Task<IResult> ReplayAsync(HttpContext http, string id, string number)
    {
        await FindAsync(http, id);
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            || await log.FindAsync(known, http.RequestAborted) is null)
        {
            throw new ProblemException(Problems.ItemNotFound);
        }

        await SendAgainAsync(id, [known], http.RequestAborted);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary><c>POST /api/owner/webhooks/{id}/replay</c>: all that was given up; an address that was gone gets notices again.</summary>
    public async Task<IResult> ReplayAllAsync(HttpContext http, string id)
    {
        var webhook = await FindAsync(http, id);
        if (webhook.DisabledAt is not null)
        {
            await webhooks.DisableAsync(webhook, isDisabled: false, http.RequestAborted);
        }

        var dead = (await deliveries.ListAsync(WebhookTargets.TargetOf(id), http.RequestAborted))
            .Where(each => each.State == Delivery.Dead);
        await SendAgainAsync(id, [.. dead.Select(each => each.Number)], http.RequestAborted);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task SendAgainAsync(string id, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        foreach (var number in numbers)
        {
            var again = new Delivery(number, Delivery.Pending, 0, time.GetUtcNow(), null);
            await deliveries.WriteAsync(WebhookTargets.TargetOf(id), again, cancellationToken);
        }

        deliverer.Wake();
    }

    private async Task<Webhook> FindAsync(HttpContext http, string id)
        => await webhooks.FindAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.ItemNotFound);

    private Uri Check(WebhookRequest request)
    {
        var isUrl = Uri.TryCreate(request.Url, UriKind.Absolute, out var url)
            && request.Url!.Length <= LongestUrl && url.UserInfo.Length == 0
            && (outgoing.Value.IsInside(url) ? url.Scheme is "https" or "http" : url.Scheme == "https" && !AddressGuard.SaysInside(url));
        if (!isUrl)
        {
            throw new ProblemException(
                Problems.InvalidField,
                "An https address on the internet; another one only where Outgoing:Inside has its host and port.", ["url"]);
        }

        if (request.Name is { Length: > LongestName })
        {
            throw new ProblemException(Problems.InvalidField, $"Up to {LongestName} characters.", ["name"]);
        }

        return (request.Types ?? []).Except(NoticeTypes.All).Any()
            ? throw new ProblemException(Problems.InvalidField, $"Of {string.Join(", ", NoticeTypes.All)}.", ["types"])
            : url!;
    }
}
