using Microsoft.Extensions.Options;

namespace DigitalTwin.Usage.Prices;

/// <summary>The prices of models: the owner's, then the product's own dated list.</summary>
internal sealed class PriceList(IOptions<BudgetOptions> options)
{
    private static readonly ModelPrice[] Known = [.. Entries(ReadFile(), '\n').Select(line => ModelPrice.TryParse(line)!)];

    // Of a model that nobody has told the price of, the worst is assumed: a limit that does not count is none.
    private static readonly ModelPrice Dearest = new(
        "",
        Known.Max(price => price.Input),
        Known.Max(price => price.Cached),
        Known.Max(price => price.CacheWrite),
        Known.Max(price => price.Output),
        Known.Max(price => price.AudioMinute),
        Known.Max(price => price.Picture));

    private readonly ModelPrice[] own = [.. Entries(options.Value.Prices, ';').Select(entry => ModelPrice.TryParse(entry)!)];

    /// <summary>What a model costs.</summary>
    /// <param name="model">Its name at the endpoint.</param>
    /// <param name="endpoint">The endpoint: one of this machine or its network costs nothing unless a price is set.</param>
    public ModelPrice Of(string model, Uri? endpoint)
        => Find(own, model) ?? (IsOwnNetwork(endpoint) ? ModelPrice.Free : Find(Known, model) ?? Dearest);

    /// <summary>Whether the price is known, or nothing.</summary>
    public bool IsKnown(string model, Uri? endpoint) => Of(model, endpoint) != Dearest;

    /// <summary>The entries of a list: without comments and blanks.</summary>
    public static IEnumerable<string> Entries(string text, char between)
        => text.Split(between).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

    // The longest fitting name says most, and a whole one more than a beginning. Routers write the maker before the model's name.
    private static ModelPrice? Find(ModelPrice[] prices, string model)
    {
        var plain = model[(model.LastIndexOf('/') + 1)..];
        return prices.Where(price => price.IsOf(model) || price.IsOf(plain))
            .MaxBy(price => price.Name.EndsWith('*') ? (2 * price.Name.Length) - 3 : 2 * price.Name.Length);
    }

    private static bool IsOwnNetwork(Uri? endpoint)
    {
        if (endpoint is null)
        {
            return false;
        }

        return Outgoing.AddressGuard.SaysInside(endpoint)
            || !endpoint.Host.Contains('.', StringComparison.Ordinal)
            || endpoint.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
            || endpoint.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase);
    }

    private static string ReadFile()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("prices.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
