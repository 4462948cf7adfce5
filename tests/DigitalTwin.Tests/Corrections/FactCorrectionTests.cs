using DigitalTwin.Corrections;
using DigitalTwin.Personas;

namespace DigitalTwin.Tests.Corrections;

public sealed class FactCorrectionTests
{
    private const string Other = "\n\n## Tea\n\nI like tea. It was 2018.\n";

    [Theory]
    [InlineData("I joined Acme in May 2018. I lead a team.", "I joined in 2019, not 2018.", "I joined Acme in May 2019. I lead a team.")]
    [InlineData("I joined Acme in 2018.", "I joined Acme in 2019", "I joined Acme in 2019.")]
    [InlineData("I lead 7 people. I have 2 cats.", "I lead 9 people.", "I lead 9 people. I have 2 cats.")]
    [InlineData("From 2012 to 2014 I worked at Osprey.", "I worked at Osprey from 2012 to 2015.", "From 2012 to 2015 I worked at Osprey.")]
    [InlineData("We sit in Cardiff. We make maps.", "We sit in Swansea, not Cardiff.", "We sit in Swansea. We make maps.")]
    [InlineData("I studied at the University of Leeds.", "I studied at the University of York.", "I studied at the University of York.")]
    [InlineData("I do not take freelance work. I like tea.", "I do take freelance work.", "I do take freelance work. I like tea.")]
    [InlineData("- Rate: 700 a day\n- Place: Bristol", "My rate is 780 a day", "- Rate: 780 a day\n- Place: Bristol")]
    [InlineData("It has 8 lessons. It costs 290 euros.", "340 euros, the lessons are dearer.", "It has 8 lessons. It costs 340 euros.")]
    [InlineData("I paint.", "My brother is called Tom.", "I paint. My brother is called Tom.")]
    [InlineData("Ich kam 2018 zu Acme.", "Ich kam 2019 zu Acme, nicht 2018.", "Ich kam 2019 zu Acme.")]
    [InlineData("From 1840 Ann taught\nme maths. I paint.", "From 1841 Ann taught me.", "From 1841 Ann taught\nme maths. I paint.")]
    [InlineData("We had\ntwo children. I paint.", "We had three small children.", "We had three small children. I paint.")]
    [InlineData("I came to Acme in 2019. I paint.", "I came in 2019, not 2018.", "I came to Acme in 2019. I paint.")]
    [InlineData("We have $1,200 a year.", "We have 1,500 a year, not 1,200.", "We have $1,500 a year.")]
    public void One_value_changes_and_all_else_stays(string text, string correction, string right)
    {
        var file = $"# Sam\n\nHello.\n\n## Work\n\n{text}{Other}";
        Apply(file, correction).ShouldBe($"# Sam\n\nHello.\n\n## Work\n\n{right}{Other}");
    }

    [Theory]
    [InlineData("I left in 2019, not 2018.", "I left in 2019.", "2018")]
    [InlineData("It is in Swansea, not in Cardiff.", "It is in Swansea.", "Cardiff")]
    [InlineData("Dagster – not Airflow – is my tool.", "Dagster – is my tool.", "Airflow")]
    [InlineData("I do not take freelance work.", "I do not take freelance work.", "")]
    [InlineData("Nicht 2018.", "Nicht 2018.", "")]
    [InlineData("I am not in Rome, but in Paris.", "I am not in Rome, but in Paris.", "")]
    public void What_was_wrong_is_told_from_what_is_right(string correction, string right, string wrong)
        => CorrectionText.Of(correction).ShouldBe(new CorrectionText(right, wrong));

    [Fact]
    public void A_correction_that_would_become_a_heading_is_refused()
        => Should.Throw<PersonaFormatException>(
            () => Apply("# Sam\n\nHello.\n\n## Work\n\nI paint." + Other, "I bake.\n\n## Secret\n\nbread"));

    private static string Apply(string file, string correction)
    {
        var snapshot = TestPersonas.Snapshot(file);
        var fact = snapshot.Persona.Facts.Single(each => each.Title == "Work");
        return new FactCorrection(snapshot.Index.Analyzer).Apply(file, fact, correction, "What about it?");
    }
}
