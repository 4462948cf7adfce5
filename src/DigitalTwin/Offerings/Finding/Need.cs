namespace DigitalTwin.Offerings.Finding;

/// <summary>What a visitor needs, as far as it is understood.</summary>
/// <param name="What">What it is about, in words to search with.</param>
internal sealed record Need(string What)
{
    /// <summary>The kind of thing, where it has to be that one.</summary>
    public string? Kind { get; init; }

    /// <summary>Where it has to be.</summary>
    public string? Place { get; init; }

    /// <summary>The most that it may cost.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>The currency of that, of three letters; <see langword="null"/> where it was not said.</summary>
    public string? Currency { get; init; }

    /// <summary>When it is needed, in the visitor's words.</summary>
    public string? When { get; init; }

    /// <summary>Whether an offering meets what has to be met. A price that is not said may be met.</summary>
    public bool Allows(Offering offering)
        => (MaxPrice is not { } most || offering.Price is not { } price
                || (price <= most && (Currency is null || offering.Currency.Length == 0 || IsSame(Currency, offering.Currency))))
            && (Kind is null || IsSame(Kind, offering.Kind))
            && (Place is null || IsSame(Place, offering.Place));

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a picture shows, as the model sees it.</summary>
/// <param name="What">The thing.</param>
internal sealed record PictureAttributes(string What)
{
    /// <summary>Its colour.</summary>
    public string? Colour { get; init; }

    /// <summary>What it is made of.</summary>
    public string? Material { get; init; }

    /// <summary>The text on it.</summary>
    public string? Text { get; init; }

    /// <summary>All of it as words to search with.</summary>
    public string Words => string.Join(' ', new[] { What, Colour, Material, Text }.Where(word => !string.IsNullOrWhiteSpace(word)));
}

/// <summary>What pictures show, or why they were not looked at.</summary>
/// <param name="Pictures">What was seen.</param>
/// <param name="IsBlind">Whether no model sees pictures.</param>
internal sealed record MediaResult(IReadOnlyList<PictureAttributes> Pictures, bool IsBlind);

/// <summary>The offerings that were found, best first.</summary>
/// <param name="Need">What they were searched by in the end.</param>
/// <param name="Ids">Their ids.</param>
/// <param name="LeftOut">What had to be left out, so that anything fits; <see langword="null"/> where nothing had.</param>
internal sealed record FoundOfferings(Need Need, IReadOnlyList<string> Ids, string? LeftOut);

/// <summary>An offering in its place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why it fits, in the model's words; <see langword="null"/> where no model gave one.</param>
internal sealed record RankedOffering(string Id, string? Reason);
