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
        var writer = Write("True [[writings]]. Made up [[my-secret-diary]]. Mixed [[nothing, how-we-met]]. End [[]].");
        writer.Reply.ShouldBe("True [1]. Made up. Mixed [2]. End.");
        writer.Citations.Count.ShouldBe(2);
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
            var pieces = new CitationWriter(TestPersonas.Ada, [], continues: false);
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
        var writer = new CitationWriter(TestPersonas.Ada, [], continues: false);
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
        var writer = new CitationWriter(TestPersonas.Ada, [], continues: false);
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
