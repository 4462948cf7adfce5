using DigitalTwin.Models.Offline;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Prompts;

namespace DigitalTwin.Tests.Models.Offline;

/// <summary>How the twin without a model answers: short, whole, in the right language, and honest.</summary>
public sealed class AnswerTests
{
    private const string Potter = """
        # Billie Marsh

        I am a potter in Wigtown.

        ## What do things cost?

        | Thing | Price |
        |---|---|
        | Mug | £26 |
        | Teapot | £120 |

        ## Is there lead in your glazes?

        No. I mix all my glazes myself from ash and iron.

        ## Can I come and work for you?

        No. I have had an apprentice since 2021.

        ## Experience

        ### Bus inspector, Lothian (2001 to 2009)

        I hated every wet morning of it.

        ### Apprentice, St Ives (2009 to 2013)

        I learned to throw from Agnes Moir. She was eighty. Her kiln was older.

        ## Opening hours

        I open Wednesday to Saturday from 10 to 5. In January the shop is closed.
        """;

    private static readonly PersonaSnapshot Billie = TestPersonas.Snapshot(Potter);

    private static readonly PersonaSnapshot Jonas = TestPersonas.Snapshot("""
        # Jonas Brandt

        Ich bin Tischler in Erfurt und baue Möbel.

        ## Stundensatz

        Eine Stunde kostet 62 Euro.

        ## Sprachen

        Ich spreche Deutsch und Dänisch.
        """);

    [Theory]
    [InlineData("how much is a mug", "| Thing | Price |\n|---|---|\n| Mug | £26 | [[what-do-things-cost]]")]
    [InlineData("Is there lead in your glazes?", "No. I mix all my glazes myself from ash and iron. [[is-there-lead-in-your-glazes]]")]
    [InlineData(
        "lead in the glaze?",
        "**Is there lead in your glazes?** No. I mix all my glazes myself from ash and iron. [[is-there-lead-in-your-glazes]]")]
    [InlineData("when are you open", "I open Wednesday to Saturday from 10 to 5. In January the shop is closed. [[opening-hours]]")]
    [InlineData(
        "who is agnes moir",
        "I learned to throw from Agnes Moir. She was eighty. Her kiln was older. [[apprentice-st-ives-2009-to-2013]]")]
    public void An_answer_is_short_and_can_be_understood_alone(string question, string reply) => Ask(Billie, question).ShouldBe(reply);

    [Theory]
    [InlineData("What is the share price of Wigtown?")]
    [InlineData("How much is a vase?")]
    [InlineData("What is your salary?")]
    [InlineData("Do you have a driving licence?")]
    [InlineData("Who won the World Cup in 1998?")]
    public void The_attribute_that_is_asked_for_must_be_met(string question) => Ask(Billie, question).ShouldStartWith("I don't know");

    [Theory]
    [InlineData("What did you do at Lothian?", "And after that?", "Agnes Moir")]
    [InlineData("Did you learn in St Ives?", "and before that?", "wet morning")]
    [InlineData("how much is a mug", "and a teapot?", "£120")]
    [InlineData("Who is Agnes Moir?", "How old was her kiln?", "Her kiln was older")]
    public void A_follow_up_goes_on_with_what_was_just_said(string first, string second, string answer)
        => Ask(Billie, second, Ask(Billie, first), first).ShouldContain(answer);

    [Fact]
    public void Two_questions_in_one_get_both_answers()
        => CitationMarker.Ids(Ask(Billie, "When are you open and how much is a teapot?"))
            .ShouldBe(["opening-hours", "what-do-things-cost"]);

    [Theory]
    [InlineData("Was kostet eine Stunde?", "62 Euro")]
    [InlineData("What is your hourly rate?", "62 Euro")]
    [InlineData("Which languages do you speak?", "Dänisch")]
    [InlineData("Wo haben Sie studiert?", "Das weiß ich nicht")]
    [InlineData("Where did you study?", "I only have notes in Deutsch")]
    [InlineData("Où avez-vous étudié ?", "Mes notes n’existent qu’en Deutsch")]
    [InlineData("您在哪里上大学？", "我的笔记只有Deutsch")]
    public void A_visitor_is_answered_in_their_language_where_it_is_the_twins_to_say(string question, string reply)
        => Ask(Jonas, question).ShouldContain(reply);

    [Theory]
    [InlineData("What did you earn?", true)]
    [InlineData("Wie viel verdienen Sie?", true)]
    [InlineData("teapot glaze", true)]
    [InlineData("Who wrote Hamlet?", false)]
    [InlineData("asdf", false)]
    [InlineData("", false)]
    public void Only_a_question_for_the_person_is_noted(string question, bool isNoted)
        => new OfflineAnswerer(Billie).IsForOwner(question).ShouldBe(isNoted);

    [Fact]
    public void A_refusal_offers_questions_for_the_nearest_headings_and_each_is_answered()
    {
        var next = new NextQuestions().After(Billie, "Do you sell glazes to other potters?", null, new HashSet<string>());
        next.ShouldContain("Is there lead in your glazes?");
        next.Count.ShouldBeInRange(1, 3);
        next.ShouldAllBe(question => CitationMarker.Ids(Ask(Billie, question)).Any());
    }

    [Fact]
    public void A_message_can_be_left_where_there_is_a_tool_for_it()
    {
        IReadOnlySet<string> tools = new HashSet<string> { "leave_message", "ask_visitor" };
        new NextQuestions().After(Jonas, "Wo haben Sie studiert?", null, tools)[^1].ShouldBe("Eine Nachricht hinterlassen");
        new NextQuestions().After(Jonas, "Who wrote Hamlet?", null, tools).ShouldNotContain("Leave a message");
        new NextQuestions().After(Jonas, "1?", "fr-CA", new HashSet<string>()).ShouldAllBe(question => question.Contains('«'));
    }

    [Fact]
    public void Every_phrase_is_there_in_every_language()
    {
        foreach (var (section, lines) in PhraseFile.Read("phrases.txt"))
        {
            lines.Select(line => line[..4]).ShouldBe(["en: ", "de: ", "fr: ", "es: ", "it: ", "pt: ", "nl: ", "ar: ", "zh: "], section);
            lines.Select(line => line.Count(c => c == '{')).Distinct().ShouldHaveSingleItem(section);
        }
    }

    private static string Ask(PersonaSnapshot snapshot, string question, string lastReply = "", string lastQuestion = "")
        => new OfflineAnswerer(snapshot).Answer(new OfflineDialogue(question, lastReply) { LastQuestion = lastQuestion });
}
