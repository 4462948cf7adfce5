using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Personas;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Offerings;

/// <summary>Something that the owner offers: a service, a product, a work, a course.</summary>
/// <param name="Id">Its id: lower-case letters, digits and hyphens, unique in the catalogue.</param>
/// <param name="Title">What it is called.</param>
public sealed record Offering(string Id, string Title)
{
    /// <summary>What kind of thing it is, in the owner's word.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What it is, as Markdown.</summary>
    public string Description { get; init; } = "";

    /// <summary>The price, as a number; <see langword="null"/> on request.</summary>
    public decimal? Price { get; init; }

    /// <summary>The currency of the price, of three letters.</summary>
    public string Currency { get; init; } = "";

    /// <summary>What the price is for, such as <c>hour</c>.</summary>
    public string Per { get; init; } = "";

    /// <summary>Words by which it is found, too.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where it is.</summary>
    public string Place { get; init; } = "";

    /// <summary>Its own page, an http or https address; or empty.</summary>
    public string Url { get; init; } = "";

    /// <summary>A picture of it, an http or https address; or empty.</summary>
    public string Picture { get; init; } = "";

    /// <summary>Whether it can be had. What cannot is not found.</summary>
    public bool Available { get; init; } = true;

    /// <summary>More about it, such as <c>level</c>, <c>length</c>, <c>colour</c>.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>As something that a reply can cite.</summary>
    internal Fact ToFact() => new(Id, Title, Kind.Length > 0 ? [Kind] : [], Description)
    {
        Source = new FactSource(null, Title, null, Url.Length > 0 ? Url : null),
    };

    /// <summary>As a reply shows it.</summary>
    /// <param name="quote">The sentence of its description that fits best, or <see langword="null"/>.</param>
    /// <param name="reasons">Why it fits.</param>
    internal OfferingCard ToCard(string? quote, IReadOnlyList<string> reasons) => new(Id, Title)
    {
        Kind = Filled(Kind),
        Price = Price,
        Currency = Price is null ? null : Filled(Currency),
        Per = Filled(Per),
        Place = Filled(Place),
        Quote = quote,
        Reasons = reasons,
        Url = Filled(Url),
        Picture = Filled(Picture),
    };

    /// <summary>The price as it is said, without what it is for; <see langword="null"/> on request.</summary>
    internal string? PriceText => Price is not { } price ? null
        : $"{price.ToString(price % 1 == 0 ? "0" : "0.00", CultureInfo.InvariantCulture)} {Currency}".TrimEnd();

    private static string? Filled(string text) => text.Length > 0 ? text : null;
}

/// <summary>An offering as it is indexed.</summary>
internal sealed class SearchableOffering(Offering offering) : ISearchable
{
    private const double TitleWeight = 3;
    private const double KindWeight = 1.5;

    /// <inheritdoc/>
    public string Id => offering.Id;

    /// <inheritdoc/>
    public IEnumerable<SearchField> Fields =>
    [
        new(offering.Title, TitleWeight),
        new(string.Join('\n', [offering.Kind, .. offering.Tags]), KindWeight),
        new(string.Join('\n', [offering.Place, .. offering.Details.Select(detail => $"{detail.Key} {detail.Value}")]), 1),
        new(offering.Description, 1),
    ];
}
