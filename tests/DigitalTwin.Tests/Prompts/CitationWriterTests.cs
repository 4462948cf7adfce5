using DigitalTwin.Prompts;
using FsCheck.Fluent;

namespace DigitalTwin.Tests.Prompts;

public sealed class CitationWriterTests
{
    [Fact]
    public void Markers_become_numbers_in_the_order_of_first_use()
    {
        var writer = Write("I wrote Notes [[writings]]. Babbage [[how-we-met]] too [[writings]].");
        writer.Reply.ShouldBe("I wrote Notes [1]. Babbage [2] too [1].");
        writer.Citations.Select(citation => citation.Id).ShouldBe(["writings", "how-we-met"]);
        writer.Citations[0].Title.ShouldBe("What I wrote about the Analytical Engine");
    }

    [Fact]
    public void An_id_the_persona_does_not_have_never_comes_out()
    {
        var writer = Write("Notes [[writings]]. Made up [[my-secret-diary]]. Babbage [[nothing, how-we-met]]. End [[]].");
        writer.Reply.ShouldBe("Notes [1]. Made up. Babbage [2]. End.");
        writer.Citations.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "I met Babbage at a party in 1833 [[how-we-met]].", true)]
    [InlineData("", "Ich traf Babbage auf einem Fest [[how-we-met]].", true)]
    [InlineData("", "Vaccines contain microchips that obey governments [[how-we-met]].", false)]
    [InlineData("", "Bananas are blue and taste of soap [[writings]].", false)]
    [InlineData("How did you meet Charles Babbage?", "Yes [[how-we-met]].", true)]
    [InlineData("Do you like bananas?", "Yes [[how-we-met]].", false)]
    public void A_citation_stands_only_behind_what_its_fact_is_about(string asked, string said, bool isCited)
    {
        var writer = new CitationWriter(TestPersonas.Ada, asked, [], continues: false);
        _ = writer.Write(said).Concat(writer.Finish()).Count();
        writer.Citations.Count.ShouldBe(isCited ? 1 : 0);
    }

    [Theory]
    [InlineData("See [1] and [23].", @"See \[1] and \[23].")]
    [InlineData("See [1](https://x.example), [a] and [1234].", "See [1](https://x.example), [a] and [1234].")]
    [InlineData("Take `a[1]` or ``a[2] ` `` then [3].", @"Take `a[1]` or ``a[2] ` `` then \[3].")]
    [InlineData("```\na[1]\n```\n[1]", "```\na[1]\n```\n\\[1]")]
    [InlineData("~~~\na[1]\n~~~\n[1]", "~~~\na[1]\n~~~\n\\[1]")]
    [InlineData("A stray ` and\n\nthen [1].", "A stray ` and\n\nthen \\[1].")]
    [InlineData(@"Written \[1] so.", @"Written \[1] so.")]
    [InlineData("Mine [1] and cited [[writings]].", @"Mine \[1] and cited [1].")]
    [InlineData("A [[My Note]] or [[Notes/Engine|engine]].", "A [[My Note]] or [[Notes/Engine|engine]].")]
    [InlineData("```\nnotes\n``` [[writings]] Next.", "```\nnotes\n```\n\n[1] Next.")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 | [[writings]]", "| a | b |\n|---|---|\n| 1 | 2 |\n\n[1]")]
    [InlineData("| a | b |\n|---|---|\n| 1 | [[writings]] 2 |", "| a | b |\n|---|---|\n| 1 | [1] 2 |")]
    [InlineData("- one [[writings]]\n- two", "- one [1]\n- two")]
    public void Only_a_known_id_in_a_mark_is_a_citation(string said, string shown)
    {
        var whole = Write(said);
        whole.Reply.ShouldBe(shown);
        var slowly = new CitationWriter(TestPersonas.Ada, "", [], continues: false);
        var pieces = said.SelectMany(c => slowly.Write(c.ToString())).ToList();
        _ = pieces.Concat(slowly.Finish()).ToList();
        slowly.Reply.ShouldBe(shown);
        whole.Citations.Count.ShouldBe(said.Contains("[[writings]]", StringComparison.Ordinal) ? 1 : 0);
    }

    [Fact]
    public void A_wikilink_of_the_file_is_not_taken_for_an_invented_mark()
    {
        var writer = new CitationWriter(TestPersonas.Snapshot("# Ada\n\nSee [[engine]]."), "", [], continues: false);
        _ = writer.Write("See [[engine]], not [[other]].").Concat(writer.Finish()).ToList();
        writer.Reply.ShouldBe("See [[engine]], not.");
    }

    [Fact]
    public void The_quote_is_the_sentence_that_says_it()
    {
        Write("They came out in Taylor's Scientific Memoirs in the summer of 1843 [[writings]].").Citations[0].Quote
            .ShouldContain("Taylor's Scientific Memoirs");
        Write("Wheatstone suggested it [[writings]].").Citations[0].Quote
            .ShouldBe("Charles Wheatstone suggested that I translate it into English.");
    }

    [Fact]
    public void A_quote_stands_in_its_fact() => Properties.ForAll(Properties.Words, words =>
    {
        foreach (var citation in Write($"{words} [[writings, originate, illness]]").Citations)
        {
            var fact = TestPersonas.Ada.Persona.FindFact(citation.Id)!;
            Flat(fact.Text).ShouldContain(Flat(citation.Quote.TrimEnd('…')));
        }
    });

    [Fact]
    public void However_the_text_is_cut_into_pieces_the_result_is_the_same()
    {
        var cuts = Gen.ArrayOf(Gen.Choose(1, 7));
        var parts = Gen.ArrayOf(Gen.Elements(
            "word", " ", "[", "[[", "]]", "]", "[[writings]]", "[[none]]", "[[writings,how-we-met]]", "\n", "[1]", "  ", "😀"));
        Properties.ForAll(cuts.SelectMany(cut => parts.Select(part => (Cuts: cut, Text: string.Concat(part)))), each =>
        {
            var whole = Write(each.Text);
            var pieces = new CitationWriter(TestPersonas.Ada, "", [], continues: false);
            var shown = "";
            for (var (start, i) = (0, 0); start < each.Text.Length; i++)
            {
                var length = Math.Min(each.Cuts.Length == 0 ? 1 : each.Cuts[i % each.Cuts.Length], each.Text.Length - start);
                shown += string.Concat(pieces.Write(each.Text.Substring(start, length)).Select(piece => piece.Text));
                start += length;
            }

            shown += string.Concat(pieces.Finish().Select(piece => piece.Text));
            shown.ShouldBe(whole.Reply);
            pieces.Reply.ShouldBe(whole.Reply);
            shown.ShouldNotContain("[[none]]");
        }, 500);
    }

    [Fact]
    public void A_bracket_that_is_not_a_marker_is_not_held_back_for_ever()
    {
        var writer = new CitationWriter(TestPersonas.Ada, "", [], continues: false);
        var shown = string.Concat(writer.Write("see [[" + new string('x', CitationMarker.MaxLength + 50)).Select(piece => piece.Text));
        shown.ShouldStartWith("see [[x");
    }

    [Fact]
    public void A_model_sees_its_own_markers_again()
    {
        var writer = Write("A [[writings]] b [[how-we-met]].");
        CitationWriter.RestoreMarkers(writer.Reply + " [3] [0]", writer.Citations).ShouldBe("A [[writings]] b [[how-we-met]]. [3] [0]");
    }

    [Theory]
    [InlineData("[[a]]", new[] { "a" })]
    [InlineData("[[a, b]] and [[^c]] [[#d]]", new[] { "a", "b", "c", "d" })]
    [InlineData("none [[]] [x]", new string[0])]
    public void Ids_are_read_from_text(string text, string[] ids) => CitationMarker.Ids(text).ShouldBe(ids);

    private static CitationWriter Write(string text)
    {
        var writer = new CitationWriter(TestPersonas.Ada, "", [], continues: false);
        _ = writer.Write(text).Concat(writer.Finish()).ToList();
        _ = writer.Finish().ToList();
        return writer;
    }

    private static string Flat(string text)
    {
        var plain = DigitalTwin.Personas.Search.Passages.PlainText(text);
        return string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
