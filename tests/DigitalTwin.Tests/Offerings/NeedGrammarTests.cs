using System.Collections.Frozen;
using DigitalTwin.Offerings;
using DigitalTwin.Offerings.Finding;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Tests.Offerings;

/// <summary>What is read of a need without a model: the most it may cost, and where it has to be.</summary>
public sealed class NeedGrammarTests
{
    private static readonly Offering[] Offerings = [new("a", "A lesson") { Place = "London" },
        new("b", "Ein Druck") { Place = "Bad Ischl" }];

    private static readonly Catalog Catalog = new(
        [],
        Offerings.ToFrozenDictionary(offering => offering.Id),
        SearchSegment.Open(SegmentWriter.Write("en", [.. Offerings.Select(offering => new SearchableOffering(offering))])));

    [Theory]
    [InlineData("a blue print under 10 pounds", 10.0, "GBP")]
    [InlineData("something for at most €1,200", 1200.0, "EUR")]
    [InlineData("a lesson, no more than $19.99 please", 19.99, "USD")]
    [InlineData("my budget is 50", 50.0, null)]
    [InlineData("20 euros or less", 20.0, "EUR")]
    [InlineData("ein Druck bis zu 12,50 Euro", 12.5, "EUR")]
    [InlineData("höchstens CHF 1.500", 1500.0, "CHF")]
    [InlineData("une estampe à moins de 30 euros", 30.0, "EUR")]
    [InlineData("una clase por menos de 15", 15.0, null)]
    [InlineData("a first lesson for free", 0.0, null)]
    [InlineData("a print for 10 people", null, null)]
    public void The_most_that_it_may_cost(string message, double? most, string? currency)
    {
        var need = NeedGrammar.Read(message, Catalog);
        need.MaxPrice.ShouldBe(most is null ? null : (decimal)most);
        need.Currency.ShouldBe(currency);
    }

    [Theory]
    [InlineData("a lesson in London", "London")]
    [InlineData("ein Druck in Bad Ischl", "Bad Ischl")]
    [InlineData("a lesson in Paris", null)]
    [InlineData("a lesson in algebra", null)]
    public void The_place_where_there_is_one(string message, string? place) => NeedGrammar.Read(message, Catalog).Place.ShouldBe(place);

    [Theory]
    [InlineData("I am looking for something", true)]
    [InlineData("What do you offer?", true)]
    [InlineData("I am looking for a lesson", false)]
    public void A_need_without_a_word_to_search_with_is_vague(string message, bool isVague)
        => NeedGrammar.IsVague(new Need(message), "en").ShouldBe(isVague);

    [Fact]
    public void Prices_in_another_currency_or_above_the_limit_do_not_meet_it_and_unknown_ones_may()
    {
        var need = new Need("x") { MaxPrice = 10, Currency = "GBP" };
        need.Allows(new Offering("a", "A") { Price = 9, Currency = "GBP" }).ShouldBeTrue();
        need.Allows(new Offering("a", "A") { Price = 11, Currency = "GBP" }).ShouldBeFalse();
        need.Allows(new Offering("a", "A") { Price = 9, Currency = "EUR" }).ShouldBeFalse();
        need.Allows(new Offering("a", "A")).ShouldBeTrue();
    }
}
