namespace DigitalTwin.Notices.Deliveries;

/// <summary>An address that notices are sent to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the owner calls it.</param>
/// <param name="Url">The address. It may have a secret in it, as Slack's do.</param>
/// <param name="Types">The types it gets; all of them where it is empty.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="DisabledAt">When it said that it is gone; nothing is sent since then.</param>
public sealed record Webhook(
    string Id, string Name, string Url, IReadOnlyList<string> Types, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    /// <summary>What it signs with, as <c>whsec_…</c>; shown once.</summary>
    public string? Secret { get; init; }
}

/// <summary>All addresses.</summary>
/// <param name="Webhooks">The addresses, in the order they were added.</param>
public sealed record WebhookList(IReadOnlyList<Webhook> Webhooks);

/// <summary>An address to add.</summary>
public sealed record WebhookRequest
{
    /// <summary>Where to send to: https, or http on an address of <c>Outgoing:Inside</c>.</summary>
    public string? Url { get; init; }

    /// <summary>What to call it, up to 100 characters; its host unless given.</summary>
    public string? Name { get; init; }

    /// <summary>The types it is to get; all unless given.</summary>
    public IReadOnlyList<string>? Types { get; init; }
}

/// <summary>A notice that did not arrive yet.</summary>
/// <param name="Number">The notice.</param>
/// <param name="State"><c>pending</c>, or <c>dead</c>: given up.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="NextAt">When it is sent again.</param>
/// <param name="Error">What came of the last attempt.</param>
public sealed record Delivery(long Number, string State, int Attempts, DateTimeOffset NextAt, string? Error)
{
    internal const string Pending = "pending";

    internal const string Dead = "dead";
}

/// <summary>What did not arrive yet at an address.</summary>
/// <param name="Deliveries">By number: at most 1,000.</param>
/// <param name="Through">The number of the newest notice that was taken up for the address.</param>
public sealed record DeliveryList(IReadOnlyList<Delivery> Deliveries, long Through);
