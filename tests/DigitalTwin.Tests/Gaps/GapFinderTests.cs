using DigitalTwin.Gaps;
using DigitalTwin.Inbox;

namespace DigitalTwin.Tests.Gaps;

public sealed class GapFinderTests
{
    [Fact]
    public void Questions_that_mean_the_same_are_one_gap()
    {
        string[] asked =
        [
            "Do you have a dog?", "Any pets at home?", "Have you got pets?", "What do you charge?", "What are your prices?",
            "Do you like sushi?",
        ];
        var open = asked.Select((text, index) => Open(text, index + 1)).ToList();
        var gaps = new GapFinder(TestPersonas.Snapshot("# Sam\n\nI make chairs in Leeds. My chairs cost a lot.\n")).Find(open);
        gaps.Select(gap => gap.Questions.Count).Order().ShouldBe([1, 2, 3]);
        var pets = gaps.Single(gap => gap.Questions.Count == 3);
        (pets.Count, pets.Question, pets.Samples.Count).ShouldBe((1 + 2 + 3, "Have you got pets?", 3));
        gaps[0].Count.ShouldBe(4 + 5);
        gaps.ShouldAllBe(gap => gap.Draft == null || gap.Draft.FactId.Length > 0);
    }

    [Fact]
    public void The_draft_is_what_is_nearest_in_the_owners_own_words()
    {
        var snapshot = TestPersonas.Snapshot("# Sam\n\nHello there.\n\n## Chairs\n\nI make oak chairs. Each takes a week.\n");
        var gap = new GapFinder(snapshot).Find([Open("Do you make oak tables too?", 1)]).Single();
        (gap.Draft!.FactId, gap.Draft.Text).ShouldBe(("chairs", "I make oak chairs."));
        new GapFinder(snapshot).Find([Open("Are you a vegetarian?", 1)]).Single().Draft.ShouldBeNull();
    }

    [Theory]
    [InlineData("I joined Acme Tools in 2018.", "I joined Acme Tools in 2019.", "date")]
    [InlineData("My team at Acme has 7 people.", "At Acme my team has 9 people.", "number")]
    [InlineData("I take freelance work in summer.", "I do not take freelance work in summer.", "negation")]
    [InlineData("I take freelance work in summer.", "I don't take freelance work in summer.", "negation")]
    [InlineData("I joined Acme Tools in 2018.", "I left Acme Tools in 2019.", null)]
    [InlineData("I joined Acme Tools in 2018.", "I joined Acme Tools.", null)]
    [InlineData("I worked at Acme from 2018 to 2020.", "I worked at Acme from 2018.", null)]
    [InlineData("I like tea.", "I do not like coffee.", null)]
    [InlineData("A workshop costs 900 pounds.", "A workshop takes 2 days.", null)]
    public void Statements_that_disagree_are_found_and_others_are_not(string one, string other, string? kind)
    {
        var found = ContradictionFinder.Find(TestPersonas.Snapshot($"# Sam\n\nHello.\n\n## One\n\n{one}\n\n## Two\n\n{other}\n"));
        found.Select(each => each.Kind).ShouldBe(kind is null ? [] : [kind]);
        if (kind is not null)
        {
            (found[0].One, found[0].Other).ShouldBe((new Statement("one", "One", one), new Statement("two", "Two", other)));
        }
    }

    [Fact]
    public void The_sample_does_not_contradict_itself() => ContradictionFinder.Find(TestPersonas.Ada).ShouldBeEmpty();

    private static OpenQuestion Open(string text, int count)
    {
        var at = new DateTimeOffset(2026, 1, count, 0, 0, 0, TimeSpan.Zero);
        return new OpenQuestion($"id-{count}", InboxState.Open, text, count, at, at, []);
    }
}
