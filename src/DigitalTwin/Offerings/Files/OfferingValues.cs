using System.Globalization;
using System.Text;

namespace DigitalTwin.Offerings.Files;

/// <summary>Reads the values of fields.</summary>
internal static class OfferingValues
{
    /// <summary>A price, or <see langword="null"/> where there is none.</summary>
    /// <exception cref="OfferingFormatException">It is no number.</exception>
    public static decimal? PriceOf(string text, string where)
        => text.Length == 0 ? null
            : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var price) && price >= 0 ? price
            : throw new OfferingFormatException($"{where}: 'price' is a number such as 12.50, not '{text}'.");

    /// <summary>An address, or empty.</summary>
    /// <exception cref="OfferingFormatException">It is none of the web.</exception>
    public static string AddressOf(string text, string field, string where)
        => text.Length == 0 ? ""
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address.AbsoluteUri
            : throw new OfferingFormatException($"{where}: '{field}' is an http or https address, not '{text}'.");

    /// <summary>Whether it can be had; it can where nothing is said.</summary>
    /// <exception cref="OfferingFormatException">It says neither yes nor no.</exception>
    public static bool FlagOf(string text, string where) => text.ToLowerInvariant() switch
    {
        "" or "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => throw new OfferingFormatException($"{where}: 'available' is true or false, not '{text}'."),
    };
}

/// <summary>The ids of offerings.</summary>
internal static class OfferingId
{
    private const int Longest = 100;

    /// <summary>Whether a text is one.</summary>
    public static bool IsValid(string text)
        => text.Length is > 0 and <= Longest
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '+');

    /// <summary>The id that a text becomes; empty where nothing of it is left.</summary>
    public static string Of(string text)
    {
        if (IsValid(text))
        {
            return text;
        }

        var id = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))
        {
            id.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-');
        }

        var parts = id.ToString().Split('-', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Join('-', parts);
        return joined.Length <= Longest ? joined : joined[..Longest].TrimEnd('-');
    }
}
