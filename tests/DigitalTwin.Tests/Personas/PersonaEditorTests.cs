using DigitalTwin.Personas;

namespace DigitalTwin.Tests.Personas;

public sealed class PersonaEditorTests
{
    [Fact]
    public void An_answer_goes_to_the_end_of_the_FAQ()
        => PersonaEditor.Add("# Sam\n\nHi.\n\n## Frequently asked questions\n\n### One?\n\nYes.\n\n## Work\n\nChairs.\n", "Two?", "No.")
            .ShouldBe("# Sam\n\nHi.\n\n## Frequently asked questions\n\n### One?\n\nYes.\n\n### Two?\n\nNo.\n\n## Work\n\nChairs.\n");

    [Fact]
    public void Where_there_is_no_FAQ_one_is_begun()
        => PersonaEditor.Add("# Sam\n\nHi.", "Two?", "No.").ShouldBe("# Sam\n\nHi.\n\n## FAQ\n\n### Two?\n\nNo.\n");

    [Fact]
    public void An_FAQ_at_the_end_of_the_file_grows_there()
        => PersonaEditor.Add("# Sam\r\n\r\nHi.\r\n\r\n# FAQ\r\n", "Two?", "No.").ShouldBe("# Sam\n\nHi.\n\n# FAQ\n\n## Two?\n\nNo.\n");

    [Fact]
    public void The_sample_grows_by_one_fact_and_changes_nowhere_else()
    {
        var before = TestPersonas.Ada.Persona.Facts;
        var file = System.Text.Encoding.UTF8.GetString(SamplePersona.ReadBytes());
        var after = TestPersonas.Parse(PersonaEditor.Add(file, "Do you like tea?", "Very much.")).Facts;
        after.Where(fact => fact.Title != "Do you like tea?").ShouldBe(before, new FactComparer());
        after.Single(fact => fact.Title == "Do you like tea?").Text.ShouldBe("Very much.");
    }

    private sealed class FactComparer : IEqualityComparer<Fact>
    {
        public bool Equals(Fact? one, Fact? other) => one!.Id == other!.Id && one.Text == other.Text;

        public int GetHashCode(Fact fact) => fact.Id.GetHashCode(StringComparison.Ordinal);
    }
}
