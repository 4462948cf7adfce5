using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;

namespace DigitalTwin.Tests.Personas;

public sealed class PersonaAdditionTests
{
    [Fact]
    public void An_answer_goes_to_the_end_of_the_FAQ()
        => PersonaAddition.Add("# Sam\n\nHi.\n\n## Frequently asked questions\n\n### One?\n\nYes.\n\n## Work\n\nChairs.\n", "Two?", "No.")
            .ShouldBe("# Sam\n\nHi.\n\n## Frequently asked questions\n\n### One?\n\nYes.\n\n### Two?\n\nNo.\n\n## Work\n\nChairs.\n");

    [Fact]
    public void Where_there_is_no_FAQ_one_is_begun()
        => PersonaAddition.Add("# Sam\n\nHi.", "Two?", "No.").ShouldBe("# Sam\n\nHi.\n\n## FAQ\n\n### Two?\n\nNo.\n");

    [Fact]
    public void An_FAQ_at_the_end_of_the_file_grows_there()
        => PersonaAddition.Add("# Sam\r\n\r\nHi.\r\n\r\n# FAQ\r\n", "Two?", "No.")
            .ShouldBe("# Sam\r\n\r\nHi.\r\n\r\n# FAQ\r\n\r\n## Two?\r\n\r\nNo.\r\n");

    [Fact]
    public void The_sample_grows_by_one_fact_and_changes_nowhere_else()
    {
        var before = TestPersonas.Ada.Persona.Facts;
        var file = Encoding.UTF8.GetString(SamplePersona.ReadBytes());
        var after = TestPersonas.Parse(PersonaAddition.Add(file, "Do you like tea?", "Very much.")).Facts;
        after.Where(fact => fact.Title != "Do you like tea?").ShouldBe(before, new FactComparer());
        after.Single(fact => fact.Title == "Do you like tea?").Text.ShouldBe("Very much.");
    }

    [Theory]
    [InlineData("# Sam\r\n\r\nHi.\r\n\r\n## FAQ\r\n\r\n### One?\r\n\r\nYes.\r\n\r\n\r\n## Work\r\n\r\nChairs.")]
    [InlineData("\uFEFF# Sam\n\nHi.  \n\n## Work\n\nChairs.\n\n\n")]
    [InlineData("---\nname: Sam\nsuggestedQuestions: [FAQ]\n---\n\n# FAQ\n\nHi.")]
    [InlineData("# Sam\n\nHi.\n\n```\n# FAQ\n```\n\n## FAQ\n\nAsk.\n\n## Pay {private}\n\nsecret")]
    [InlineData("Sam Smith\n\nI make chairs.\n\nQ: One?\nA: Yes.")]
    [InlineData("# Sam\n\nHi.\n\n```\ncode without an end")]
    [InlineData("# FAQ\n\n### One?\n\nYes.\n<!-- note -->\n\n# Work\n\nChairs.")]
    public void All_else_stays_to_the_last_byte(string text)
    {
        var file = Encoding.UTF8.GetBytes(text);
        var (edited, id) = PersonaAddition.To(file, "Two?", "No.\n\nNever.");
        var (before, after) = (PersonaParser.Read(file).Persona, PersonaParser.Read(edited).Persona);
        after.FindFact(id)!.Text.ReplaceLineEndings("").ShouldStartWith("No.");
        after.Facts.Where(fact => fact.Id != id).Select(fact => (fact.Id, fact.Text))
            .ShouldBe(before.Facts.Select(fact => (fact.Id, fact.Text)));
        var start = file.Zip(edited).TakeWhile(pair => pair.First == pair.Second).Count();
        edited[^(file.Length - start)..].ShouldBe(file[start..], "what was there is there, with one piece more in it");
        Encoding.UTF8.GetString(edited).Contains('\r', StringComparison.Ordinal).ShouldBe(text.Contains('\r', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("# Sam\n\nHi.\n\n<!-- without an end", "Two?", "comment")]
    [InlineData("# Sam\n\nHi.\n\n## Two?\n\nYes.", "Two?", "already")]
    [InlineData("---\nnaem: Sam\n---\n# Sam\n\nHi.", "Two?", "naem")]
    public void A_file_that_would_be_damaged_is_refused(string text, string title, string words)
        => Should.Throw<PersonaFormatException>(() => PersonaAddition.To(Encoding.UTF8.GetBytes(text), title, "No."))
            .Message.ShouldContain(words);

    private sealed class FactComparer : IEqualityComparer<Fact>
    {
        public bool Equals(Fact? one, Fact? other) => one!.Id == other!.Id && one.Text == other.Text;

        public int GetHashCode(Fact fact) => fact.Id.GetHashCode(StringComparison.Ordinal);
    }
}
