namespace DigitalTwin.Conversations;

/// <summary>Something that the owner offers, as a reply shows it.</summary>
/// <param name="Id">The offering's id.</param>
/// <param name="Title">What it is called.</param>
public sealed record OfferingCard(string Id, string Title)
{
    /// <summary>What kind of thing it is, in the owner's word.</summary>
    public string? Kind { get; init; }

    /// <summary>The price, as a number; <see langword="null"/> on request.</summary>
    public decimal? Price { get; init; }

    /// <summary>The currency of the price, of three letters.</summary>
    public string? Currency { get; init; }

    /// <summary>What the price is for, such as <c>hour</c>.</summary>
    public string? Per { get; init; }

    /// <summary>Where it is.</summary>
    public string? Place { get; init; }

    /// <summary>The sentence of its description that fits best.</summary>
    public string? Quote { get; init; }

    /// <summary>Why it fits, in the visitor's language.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Its own page.</summary>
    public string? Url { get; init; }

    /// <summary>A picture of it.</summary>
    public string? Picture { get; init; }
}
