using System.ComponentModel.DataAnnotations;
using DigitalTwin.Usage.Prices;

namespace DigitalTwin.Usage;

/// <summary>
/// Settings under <c>Budget</c>: what models may cost, in <see cref="Currency"/>. The owner's own limits, set by
/// <c>PUT /api/owner/limits</c>, take their place. 0 permits no paid call at all.
/// </summary>
public sealed class BudgetOptions : IValidatableObject
{
    private const double Highest = 1_000_000;

    /// <summary>The currency of all amounts, as three letters; that of the prices.</summary>
    [RegularExpression("[A-Z]{3}", ErrorMessage = "Currency is three letters such as USD.")]
    public string Currency { get; set; } = "USD";

    /// <summary>Most that is spent in a calendar month (UTC).</summary>
    [Range(0, Highest)]
    public decimal Month { get; set; } = 20;

    /// <summary>Most that is spent in a day (UTC).</summary>
    [Range(0, Highest)]
    public decimal Day { get; set; } = 3;

    /// <summary>Most that is spent for a session.</summary>
    [Range(0, Highest)]
    public decimal Session { get; set; } = 0.50m;

    /// <summary>Most that is spent for an address in a day, by one process.</summary>
    [Range(0, Highest)]
    public decimal AddressDay { get; set; } = 1;

    /// <summary>
    /// What models cost where it is not what the product's own list says, as <c>name input cached cacheWrite output [minute] [picture]</c>,
    /// with semicolons between models: for a million tokens, a minute of sound, a picture. A name may end in a star.
    /// </summary>
    public string Prices { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => PriceList.Entries(Prices, ';').Where(entry => ModelPrice.TryParse(entry) is null).Select(entry => new ValidationResult(
            $"Budget:Prices has '{entry}', which is not like 'gpt-5.4-mini 0.75 0.075 0.75 4.50'."));
}
