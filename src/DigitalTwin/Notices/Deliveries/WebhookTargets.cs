using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Outgoing;

namespace DigitalTwin.Notices.Deliveries;

/// <summary>
/// What is sent to a webhook: after Standard Webhooks, with the words where Slack (<c>text</c>) and Discord (<c>content</c>) look.
/// </summary>
/// <param name="Type">What happened.</param>
/// <param name="Timestamp">When.</param>
/// <param name="Data">The notice.</param>
/// <param name="Text">What it says.</param>
/// <param name="Content">The same.</param>
internal sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, Notice Data, string Text, string Content);

/// <summary>The owner's webhooks, as targets.</summary>
internal sealed class WebhookTargets(WebhookStore webhooks, OutgoingClient client, TimeProvider time) : IDeliveryTargets
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IDeliveryTarget>> ListAsync(CancellationToken cancellationToken)
        => [.. (await webhooks.ListAsync(cancellationToken)).Where(each => each.DisabledAt is null).Select(each => new Target(this, each))];

    /// <summary>The partition of what is to be sent to a webhook.</summary>
    public static string TargetOf(string webhookId) => $"webhook-{webhookId}";

    private async Task<string?> SendAsync(Webhook webhook, Notice notice, CancellationToken cancellationToken)
    {
        var text = notice.Text ?? notice.Type;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new WebhookMessage(notice.Type, notice.At, notice, text, text), ProductJson.Api.WebhookMessage);
        try
        {
            var secret = await webhooks.SecretAsync(webhook.Id, cancellationToken);
            var request = new OutgoingRequest(HttpMethod.Post, new Uri(webhook.Url))
            {
                Body = body,
                Headers = WebhookSignature.HeadersOf(secret, $"notice-{notice.Number}", time.GetUtcNow(), body),
                MaxBytes = 64 * 1024,
            };
            var answer = await client.SendAsync(request, cancellationToken);
            var status = (int)answer.Status;
            if (status == 410)
            {
                await webhooks.DisableAsync(webhook, isDisabled: true, cancellationToken);
            }

            return status is >= 200 and < 300 ? null : FormattableString.Invariant($"The receiver answered {status}.");
        }
        catch (Exception error) when (error is OutgoingException or ProblemException)
        {
            return error.Message;
        }
    }

    private sealed class Target(WebhookTargets all, Webhook webhook) : IDeliveryTarget
    {
        public string Id => TargetOf(webhook.Id);

        public bool Wants(string type) => webhook.Types.Count == 0 || webhook.Types.Contains(type);

        public Task<string?> SendAsync(Notice notice, CancellationToken cancellationToken)
            => all.SendAsync(webhook, notice, cancellationToken);
    }
}
