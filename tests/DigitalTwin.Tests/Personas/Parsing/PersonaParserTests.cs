using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;

namespace DigitalTwin.Tests.Personas.Parsing;

public sealed class PersonaParserTests
{
    [Theory]
    [InlineData("---\nAda Lovelace\n---\n\n# Ada\n\nEngines.\n")]
    [InlineData("---\n- a\n- b\n---\n\n# Ada\n\nEngines.\n")]
    [InlineData("---\nname: A\nname: B\n---\n\n# Ada\n\nEngines.\n")]
    public void Front_matter_that_is_not_a_mapping_is_an_error_without_names_of_types(string text)
    {
        var error = Should.Throw<PersonaFormatException>(() => TestPersonas.Parse(text));
        error.Message.ShouldNotContain("DigitalTwin");
        error.Message.ShouldNotContain("System.");
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa😀bbbb\n\nSecond.")]
    [InlineData("# A\uFFFEB\n\nText.")]
    public void Any_text_makes_facts(string text) => TestPersonas.Parse(text).Facts.ShouldNotBeEmpty();

    [Fact]
    public void Many_equal_headings_get_ids_of_their_own()
    {
        var persona = TestPersonas.Parse(string.Concat(Enumerable.Repeat("## Same\n\nText.\n\n", 20_000)));
        persona.Facts.Select(fact => fact.Id).ShouldBeUnique();
        persona.Facts[^1].Id.ShouldBe("same-20000");
    }

    private const string Whole = """
        ---
        name: Grace Hopper
        headline: Rear admiral
        greeting: Ahoy!
        style: Plain
        languages: [en, de]
        boundaries: [No politics]
        suggestedQuestions: ["What is a nanosecond?"]
        synonyms: [[ship, vessel], [alone]]
        links:
          Site: https://example.org
          Bad: "javascript:alert(1)"
        contact: By post
        avatar: /me.png
        ---

        # Grace

        I found a moth.

        ## Work

        ### Compilers

        I wrote the A-0 system.

        ### What is a *nanosecond*? {#nano}

        A piece of wire.
        """;

    [Fact]
    public void Front_matter_and_headings_become_the_persona()
    {
        var persona = TestPersonas.Parse(Whole);
        persona.Name.ShouldBe("Grace Hopper");
        persona.Headline.ShouldBe("Rear admiral");
        persona.Greeting.ShouldBe("Ahoy!");
        persona.Style.ShouldBe("Plain");
        persona.Languages.ShouldBe(["en", "de"]);
        persona.Boundaries.ShouldBe(["No politics"]);
        persona.SuggestedQuestions.ShouldBe(["What is a nanosecond?"]);
        persona.Synonyms.ShouldHaveSingleItem().ShouldBe(["ship", "vessel"]);
        persona.Links.ShouldBe([new PersonaLink("Site", "https://example.org")]);
        persona.Contact.ShouldBe("By post");
        persona.Avatar.ShouldBe("/me.png");
        persona.Facts.Select(fact => fact.Id).ShouldBe(["grace", "compilers", "nano"]);
        persona.FindFact("compilers")!.Parents.ShouldBe(["Grace", "Work"]);
        persona.FindFact("nano")!.Title.ShouldBe("What is a nanosecond?");
        persona.FindFact("nano")!.Text.ShouldBe("A piece of wire.");
        persona.FindFact("nano")!.IsQuestion.ShouldBeTrue();
        persona.FindFact("none").ShouldBeNull();
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_and_a_byte_order_mark_make_no_difference(string lineEnd)
        => TestPersonas.Parse("\uFEFF" + Whole.ReplaceLineEndings(lineEnd)).Facts.Select(fact => fact.Text)
            .ShouldBe(TestPersonas.Parse(Whole).Facts.Select(fact => fact.Text));

    [Fact]
    public void Moving_a_section_keeps_its_id()
    {
        var before = TestPersonas.Parse("# Me\n\nHi.\n\n## One\n\n1\n\n## Two\n\n2");
        var after = TestPersonas.Parse("# Me\n\nHi.\n\n## Two\n\n2\n\n## New\n\nn\n\n## One\n\n1");
        before.Facts.ShouldAllBe(fact => after.FindFact(fact.Id)!.Text == fact.Text);
    }

    [Fact]
    public void Headings_that_are_the_same_are_told_apart()
    {
        var persona = TestPersonas.Parse("# A\n\n## Awards\n\n1\n\n# B\n\n## Awards\n\n2\n\n# B\n\n## Awards\n\n3\n\n## !!!\n\n4");
        persona.Facts.Select(fact => fact.Id).ShouldBe(["awards", "b-awards", "b-awards-2", "section"]);
    }

    [Fact]
    public void Headings_of_any_script_have_ids()
        => TestPersonas.Parse("# 我的生活\n\n你好\n\n# Élan & Straße's\n\nx").Facts.Select(fact => fact.Id).ShouldBe(["我的生活", "élan-straßes"]);

    [Fact]
    public void Text_before_the_first_heading_is_a_fact_too()
        => TestPersonas.Parse("I am Bob.\n\n# Work\n\nPlumbing.").Facts[0].ShouldSatisfyAllConditions(
            fact => fact.Id.ShouldBe("about-me"),
            fact => fact.Text.ShouldBe("I am Bob."));

    [Fact]
    public void A_number_sign_in_a_code_block_is_not_a_heading()
        => TestPersonas.Parse("# Code\n\n```sh\n# not a heading\n```").Facts.ShouldHaveSingleItem().Text.ShouldContain("# not a heading");

    [Fact]
    public void Setext_headings_count()
        => TestPersonas.Parse("Bob\n===\n\nHi.\n\nWork\n----\n\nPlumbing.").Facts.Select(fact => (fact.Id, fact.Text))
            .ShouldBe([("bob", "Hi."), ("work", "Plumbing.")]);

    [Fact]
    public void Plain_text_works_too()
    {
        var persona = TestPersonas.Parse("Bob Builder\n\n"
            + "I build houses of brick and I have done so for a very long time in many places.\n\n"
            + "Q: Do you paint\nA: No.\nNever.");
        persona.Name.ShouldBe("Bob Builder");
        persona.Facts.Count.ShouldBe(2);
        persona.Facts[0].Title.ShouldBe("I build houses of brick and I have done so for a very long…");
        persona.Facts[1].Title.ShouldBe("Do you paint?");
        persona.Facts[1].Text.ShouldBe("No.\nNever.");
        persona.SuggestedQuestions.ShouldBe(["Do you paint?"]);
        persona.Greeting.ShouldContain("Bob Builder");
    }

    [Fact]
    public void A_single_line_is_enough()
        => TestPersonas.Parse("I am Bob.").ShouldSatisfyAllConditions(
            persona => persona.Facts.ShouldHaveSingleItem().Text.ShouldBe("I am Bob."),
            persona => persona.Name.ShouldBe("the owner of this site"));

    [Theory]
    [InlineData("---\nname: [unclosed\n---\n# A\n\nx", 2)]
    [InlineData("---\nname: Bob\ngreting: Hi\n---\n# A\n\nx", 3)]
    [InlineData("---\nname: Bob\nlanguages: en\n---\n# A\n\nx", 3)]
    [InlineData("---\nname: Bob\n# A\n\nx", 1)]
    [InlineData("---\nname: Bob\n---\n", 4)]
    public void An_error_is_reported_with_its_line(string text, int line)
        => Should.Throw<PersonaFormatException>(() => TestPersonas.Parse(text)).Line.ShouldBe(line);

    [Fact]
    public void An_unknown_key_is_named()
        => Should.Throw<PersonaFormatException>(() => TestPersonas.Parse("---\ngreting: Hi\n---\n# A\n\nx"))
            .Message.ShouldContain("greting");

    [Fact]
    public void Bytes_that_are_not_UTF8_are_reported_with_their_line()
        => Should.Throw<PersonaFormatException>(() => PersonaParser.Read([.. "# A\n\nfine\n"u8, 0xC3, 0x28])).Line.ShouldBe(4);

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void An_empty_file_is_refused(string text)
        => Should.Throw<PersonaFormatException>(() => TestPersonas.Parse(text)).Message.ShouldContain("empty");

    [Fact]
    public void A_file_over_2_MB_is_refused()
    {
        var file = Encoding.UTF8.GetBytes(new string('x', PersonaFile.MaxBytes + 1));
        Should.Throw<PersonaFormatException>(() => PersonaParser.Read(file)).Message.ShouldContain("2097152");
    }

    [Fact]
    public void The_sample_is_worth_talking_to()
    {
        var ada = TestPersonas.Ada.Persona;
        ada.Name.ShouldBe("Ada Lovelace");
        ada.Facts.Count.ShouldBeGreaterThan(25);
        ada.Facts.Count(fact => fact.IsQuestion).ShouldBeGreaterThan(5);
        ada.SuggestedQuestions.Count.ShouldBeGreaterThan(3);
        ada.Facts.ShouldAllBe(fact => !fact.Text.Contains("{#", StringComparison.Ordinal));
    }
}
