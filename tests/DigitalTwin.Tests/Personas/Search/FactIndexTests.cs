using DigitalTwin.Personas.Search;

namespace DigitalTwin.Tests.Personas.Search;

public sealed class FactIndexTests
{
    [Theory]
    [InlineData("What did you write about the Analytical Engine?", "writings")]
    [InlineData("Who was your dad?", "childhood-and-family")]
    [InlineData("kids?", "marriage-and-children")]
    [InlineData("How did you and Babbage meet", "how-we-met")]
    [InlineData("bernoulli", "note-g-the-bernoulli-numbers")]
    [InlineData("Can it anticipate analytical truths?", "originate")]
    [InlineData("Somerville", "mary-somerville")]
    [InlineData("did you fly", "the-flying-machine")]
    public void The_fact_that_answers_comes_first(string question, string id)
        => TestPersonas.Ada.Index.Rank(question)[0].Fact.Id.ShouldBe(id);

    [Fact]
    public void A_question_about_nothing_written_is_covered_by_nothing()
        => TestPersonas.Ada.Index.Rank("What is your favourite pizza?").ShouldAllBe(ranked => ranked.Coverage < 0.5);

    [Fact]
    public void A_question_of_stop_words_ranks_nothing()
        => TestPersonas.Ada.Index.Rank("what is it").ShouldBeEmpty();

    [Fact]
    public void Words_match_whatever_their_form_case_or_diacritics()
    {
        var index = TestPersonas.Snapshot("# Café\n\nI write music.\n\n# Other\n\nNothing.").Index;
        index.Rank("CAFE")[0].Fact.Id.ShouldBe("café");
        index.Rank("writing")[0].Fact.Id.ShouldBe("café");
    }

    [Fact]
    public void Chinese_is_found_without_spaces()
    {
        var index = TestPersonas.Snapshot("---\nlanguages: [zh]\n---\n# 工作\n\n我是数学家。\n\n# 爱好\n\n我喜欢音乐 and jazz。").Index;
        index.Rank("你喜欢音乐吗")[0].Fact.Id.ShouldBe("爱好");
        index.Rank("jazz")[0].Fact.Id.ShouldBe("爱好");
        index.Rank("数学")[0].Fact.Id.ShouldBe("工作");
    }

    [Fact]
    public void Stop_words_are_the_languages_own()
    {
        TestPersonas.Snapshot("# Family\n\nMy son went to war, to die.").Index.Rank("war die son")[0].Coverage.ShouldBe(1);
        var german = TestPersonas.Snapshot("---\nlanguages: [de]\n---\n# Familie\n\nMein Vater war Dichter.");
        german.Index.Rank("Wer war dein Vater?")[0].Coverage.ShouldBe(1);
    }

    [Fact]
    public void Any_question_is_ranked_without_an_error_and_in_order() => Properties.ForAll(Properties.AnyText, question =>
    {
        var ranked = TestPersonas.Ada.Index.Rank(question);
        ranked.Select(each => each.Score).ShouldBeInOrder(SortDirection.Descending);
        ranked.ShouldAllBe(each => each.Score > 0 && each.Coverage > 0 && each.Coverage <= 1.000001);
    });

    [Fact]
    public void Sentences_and_paragraphs_lose_their_Markdown_and_line_breaks()
    {
        const string text = "I met *Mr. Babbage* in\n1833. It was [fine](https://x.y)!\n\n- one\n- two\n\nv1\n1839. Then more.";
        Passages.Sentences(text)[1].ShouldBe("It was fine!");
        Passages.Paragraphs(text)
            .ShouldBe(["I met *Mr. Babbage* in 1833. It was [fine](https://x.y)!", "- one\n- two", "v1 1839. Then more."]);
        Passages.Paragraphs("```\na\nb\n```").ShouldHaveSingleItem().ShouldBe("```\na\nb\n```");
    }
}
