using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Reads what a visitor needs without a model: the most it may cost, and the place, where they say so.</summary>
internal static partial class NeedGrammar
{
    private static readonly Regex MostBefore = new(
        $@"\b(?:{SpokenNeed.Words["at-most"]})\s*(?<sign>[€$£¥]|[A-Z]{{3}}\s)?\s*(?<number>\d[\d.,]*)"
            + $@"\s*(?<unit>[€$£¥]|{SpokenNeed.Words["currencies"]}|[A-Z]{{3}}\b)?",
        RegexOptions.IgnoreCase);

    private static readonly Regex MostBehind = new(
        $@"(?<sign>[€$£¥])?\s*(?<number>\d[\d.,]*)\s*(?<unit>[€$£¥]|{SpokenNeed.Words["currencies"]})?\s*"
            + $@"(?:{SpokenNeed.Words["at-most-behind"]})\b",
        RegexOptions.IgnoreCase);

    private static readonly Regex Free = new($@"\b(?:{SpokenNeed.Words["free"]})\b", RegexOptions.IgnoreCase);

    private static readonly Regex When = new($@"\b(?:{SpokenNeed.Words["when"]})\b", RegexOptions.IgnoreCase);

    private static readonly Regex PlaceAt = new(
        @"\b(?:in|at|near|à|en|bei|zu|a|em|te)\s+(?<place>\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)*)");

    /// <summary>What a message says of a need.</summary>
    /// <param name="message">The message.</param>
    /// <param name="catalog">What there is: a place that it does not have is none.</param>
    public static Need Read(string message, Catalog catalog)
    {
        var most = MostBefore.Match(message) is { Success: true } before ? before : MostBehind.Match(message);
        var price = most.Success ? NumberOf(most.Groups["number"].Value) : Free.IsMatch(message) ? 0 : (decimal?)null;
        var unit = most.Success ? CurrencyOf($"{most.Groups["sign"].Value}{most.Groups["unit"].Value}") : null;
        var place = PlaceAt.Matches(message).Select(match => match.Groups["place"].Value).FirstOrDefault(catalog.Places.Contains);
        return new Need(WhatIn(most.Success ? message.Remove(most.Index, most.Length) : message))
        {
            MaxPrice = price,
            Currency = unit,
            Place = place,
            When = When.Match(message) is { Success: true } when ? when.Value : null,
        };
    }

    // The words that say that something is needed are no words of what it is.
    private static string WhatIn(string message)
        => SpokenNeed.Without(message).Trim() is { Length: > 0 } what ? what : message.Trim();

    /// <summary>Whether hardly anything is said of what is needed.</summary>
    public static bool IsVague(Need need, string language)
    {
        var analyzer = TextAnalyzer.For(Languages.Guess(need.What, language));
        return analyzer.Terms(SpokenNeed.Without(need.What)).All(analyzer.IsLight);
    }

    // "1,000.50", "1.000,50", "12,5", "1,000".
    private static decimal? NumberOf(string text)
    {
        text = text.TrimEnd('.', ',');
        var last = text.LastIndexOfAny(['.', ',']);
        var isDecimal = last >= 0 && text.Length - last - 1 != 3;
        var digits = isDecimal ? $"{Digits().Replace(text[..last], "")}.{text[(last + 1)..]}" : Digits().Replace(text, "");
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string? CurrencyOf(string text) => text.Trim().ToUpperInvariant() switch
    {
        "€" or "EURO" or "EUROS" or "EUR" => "EUR",
        "$" or "DOLLAR" or "DOLLARS" or "USD" => "USD",
        "£" or "POUND" or "POUNDS" or "GBP" => "GBP",
        "¥" or "YEN" or "JPY" => "JPY",
        "FRANKEN" or "FRANCS" or "CHF" => "CHF",
        { Length: 3 } other when other.All(char.IsAsciiLetterUpper) => other,
        _ => null,
    };

    [GeneratedRegex(@"[.,]")]
    private static partial Regex Digits();
}
