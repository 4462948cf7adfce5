using DigitalTwin.Evals;

namespace DigitalTwin.Tests.Evals;

public sealed class EvalFileTests
{
    [Fact]
    public void A_file_is_read_as_its_owner_means_it()
    {
        var cases = EvalFile.Read("""
            # When it was.
            - id: left
              question: When did you leave?
              must: 2019
              mustNot: [2018, "20 18"]
              cites: career
              locale: pt-BR
            - question: "What: do you earn?"
              refuses: true
            - question: Which colour?
              must:
                - [grey, gray]
                - blue
            """);
        cases.Select(each => each.Id).ShouldBe(["left", "what-do-you-earn-2", "which-colour-3"]);
        cases[0].Must.ShouldBe(["2019"]);
        cases[0].MustNot.ShouldBe(["2018", "20 18"]);
        (cases[0].Cites.Single(), cases[0].Locale, cases[1].Refuses).ShouldBe(("career", "pt-BR", true));
        cases[2].Must.ShouldBe(["grey | gray", "blue"]);
        EvalFile.Read(EvalFile.Write(cases)).Select(each => each.Hash).ShouldBe(cases.Select(each => each.Hash));
        EvalFile.Read("").ShouldBeEmpty();
        EvalFile.Read("# nothing yet\n").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("- question: Why?", "Case 1: it needs 'must'")]
    [InlineData("- must: a", "Case 1: 'question'")]
    [InlineData("- question: ' '\n  must: a", "Case 1: 'question'")]
    [InlineData("- question: Why?\n  must: ['']", "'must'")]
    [InlineData("- question: Why?\n  must: '|'", "'must'")]
    [InlineData("- question: Why?\n  mustNot: 'a | '", "'mustNot'")]
    [InlineData("- question: Why?\n  must: {a: b}", "'must'")]
    [InlineData("- question: Why?\n  mast: a", "Line 2")]
    [InlineData("- question: Why?\n  refuses: maybe", "Line 2")]
    [InlineData("- question: Why?\n  must: a\n  must: b", "Line 3")]
    [InlineData("- id: a/b\n  question: Why?\n  must: a", "'id'")]
    [InlineData("- id: a\n  question: Why?\n  must: a\n- id: A\n  question: Why not?\n  must: b", "Two cases")]
    [InlineData("question: Why?", "Line 1")]
    [InlineData("- question: [", "Line")]
    [InlineData("-", "Case 1")]
    [InlineData("&a\n- *a\n", "list of cases")]
    [InlineData("- question: Why?\n  must: [[[a]]]", "'must'")]
    public void What_cannot_be_read_is_named_with_its_place(string yaml, string words)
        => Should.Throw<EvalFormatException>(() => EvalFile.Read(yaml)).Message.ShouldContain(words);

    [Fact]
    public void A_file_has_its_limits()
    {
        Should.Throw<EvalFormatException>(() => EvalFile.Read(new string('#', EvalFile.MaxBytes + 1))).Message.ShouldContain("KB");
        var many = string.Concat(Enumerable.Repeat("- {question: a, must: b}\n", EvalFile.MostCases + 1));
        Should.Throw<EvalFormatException>(() => EvalFile.Read(many)).Message.ShouldContain("at most");
    }

    [Theory]
    [InlineData("I left in 2019.", "2019", true)]
    [InlineData("I left in 2019.", "201", false)]
    [InlineData("It was 1841.", "41", false)]
    [InlineData("It took 41 minutes.", "41", true)]
    [InlineData("My *favourite* `tool` is [1] Dagster.", "favourite tool is dagster", true)]
    [InlineData("It’s “fine” — really.", "it's 'fine' - really", true)]
    [InlineData("Two  lines\nof text", "lines of", true)]
    [InlineData("Grey it is", "gray | grey", true)]
    [InlineData("Blue it is", "gray | grey", false)]
    [InlineData("Er wohnt in ZÜRICH", "zürich", true)]
    [InlineData("我住在北京。", "北京", true)]
    [InlineData("Anything", " | ", false)]
    public void A_reply_says_something_whatever_its_signs(string reply, string wanted, bool says)
        => CaseEvaluators.Says(reply, wanted).ShouldBe(says);
}
