using DigitalTwin.Personas.Search;

namespace DigitalTwin.Tests.Personas.Search;

/// <summary>What of a fact can be said on its own.</summary>
public sealed class FactPartTests
{
    [Theory]
    [InlineData("One. Two! Three?", "One. | Two! | Three?")]
    [InlineData("I met **Dr. Who. He** was late. Then more.", "I met **Dr. Who. He** was late. Then more.")]
    [InlineData("We offer:\n- tea\n- coffee\n  with milk", "We offer: | - tea | - coffee with milk")]
    [InlineData("| A | B |\n|---|---|\n| x | 1 |\n| y | 2 |", "| x | 1 | | | y | 2 |")]
    [InlineData("```\na. B\nc\n```", "```\na. B\nc\n```")]
    [InlineData("", "")]
    public void Sentences_items_and_rows_are_parts(string markdown, string parts)
        => string.Join(" | ", FactParts.Of(markdown).Select(part => part.Markdown)).ShouldBe(parts);

    [Fact]
    public void A_row_has_its_header_and_an_item_the_line_above()
    {
        FactParts.Of("| A | B |\n|---|---|\n| x | 1 |")[0].Lead.ShouldBe("| A | B |\n|---|---|");
        FactParts.Of("| A | B |\n|---|---|\n| x | 1 |")[0].Plain.ShouldBe("x: 1");
        FactParts.Of("We offer:\n\n- tea")[1].Lead.ShouldBe("We offer:");
        FactParts.Of("We are here.\n\n- tea")[1].Lead.ShouldBe("");
    }

    [Fact]
    public void All_words_of_a_text_are_in_its_parts() => Properties.ForAll(Properties.AnyText, text =>
    {
        static string Letters(string of) => string.Concat(of.Where(char.IsLetterOrDigit));
        var parts = FactParts.Of(text);
        if (!text.Contains('|', StringComparison.Ordinal))
        {
            Letters(string.Concat(parts.Select(part => part.Markdown))).ShouldBe(Letters(text));
        }
    });
}
