using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Tests.Personas.Search.Words;

/// <summary>What counts as the same word, in every language of the personas.</summary>
public sealed class WordTests
{
    private static readonly string[] Supported = ["en", "de", "fr", "es", "it", "pt", "nl"];

    public static TheoryData<string> All() => [.. Supported];

    [Theory]
    [InlineData("en", "write", "writing writes written wrote")]
    [InlineData("en", "build", "built building builds")]
    [InlineData("en", "teach", "taught teaches teaching")]
    [InlineData("en", "child", "children")]
    [InlineData("en", "email", "E-mail emails e-mails")]
    [InlineData("de", "haus", "Häuser Hause")]
    [InlineData("de", "straße", "STRASSE Straßen")]
    [InlineData("fr", "élève", "eleve Élèves")]
    [InlineData("es", "guitarra", "guitarras")]
    [InlineData("it", "violino", "violini")]
    [InlineData("pt", "mergulho", "mergulhos")]
    [InlineData("nl", "huizen", "huize")]
    public void Forms_of_a_word_are_the_same_term(string language, string word, string forms)
    {
        var analyzer = TextAnalyzer.For(language);
        var term = analyzer.Terms(word).ShouldHaveSingleItem();
        forms.Split(' ').SelectMany(analyzer.Terms).ShouldAllBe(each => each == term);
    }

    [Theory]
    [InlineData("ruksack", "rucksack")]
    [InlineData("laerning", "learning")]
    [InlineData("Guitarra", "")]
    [InlineData("caly", "clay")]
    [InlineData("experianced", "experienced")]
    [InlineData("PostgrSQL", "postgresql")]
    [InlineData("vase", "")]
    [InlineData("2019", "")]
    public void A_word_with_a_typing_error_is_near_the_one_that_was_meant(string typed, string meant)
    {
        string[] known = ["rucksack", "learning", "clay", "experienced", "postgresql", "cave", "2018", "piano"];
        string.Join(' ', NearWords.Of(typed.ToLowerInvariant(), known)).ShouldBe(meant);
    }

    [Theory]
    [InlineData("waht", true)]
    [InlineData("smal", true)]
    [InlineData("clay", false)]
    [InlineData("ab", false)]
    public void A_slip_is_two_letters_swapped_or_one_too_few(string typed, bool isSlip)
        => NearWords.IsSlip(typed, ["what", "small", "about"]).ShouldBe(isSlip);

    [Theory]
    [InlineData("What did you study, and where do you live now?", "en")]
    [InlineData("Was haben Sie studiert und wo wohnen Sie?", "de")]
    [InlineData("Qu'avez-vous étudié et où habitez-vous ?", "fr")]
    [InlineData("¿Qué has estudiado y dónde vives?", "es")]
    [InlineData("Che cosa ha studiato e dove abita?", "it")]
    [InlineData("O que estudou e onde você mora?", "pt")]
    [InlineData("Wat heeft u gestudeerd en waar woont u?", "nl")]
    [InlineData("你在哪里工作？", "zh")]
    [InlineData("どこで働いていますか", "ja")]
    [InlineData("أين تعمل؟", "ar")]
    [InlineData("PostgreSQL", "fr")]
    [InlineData("", "fr")]
    public void The_language_shows_in_the_small_words(string text, string language)
        => Languages.Guess(text, "fr").ShouldBe(language);

    [Fact]
    public void A_persona_that_does_not_say_its_language_is_read_in_its_own()
    {
        var snapshot = TestPersonas.Snapshot(
            "# Jonas\n\nIch bin Tischler und wohne mit meiner Familie in Erfurt.\n\n## Preise\n\nEin Tisch kostet viel.");
        snapshot.Persona.Languages.ShouldBe(["de"]);
        snapshot.Persona.Greeting.ShouldStartWith("Hallo!");
        TestPersonas.Snapshot("# Sam\n\nI make chairs.").Persona.Languages.ShouldBe(["en"]);
    }

    [Theory]
    [InlineData("It costs €40 an hour.", "#money #duration #number")]
    [InlineData("Since May 2019.", "#date")]
    [InlineData("Write to bob@example.org.", "#mail #url")]
    [InlineData("Ring 0361 0000 47.", "#phone #number")]
    [InlineData("We are six.", "#self")]
    [InlineData("They are six.", "")]
    [InlineData("Es dauert zwei Wochen.", "#duration")]
    public void What_a_text_names_is_a_feature(string text, string features)
        => string.Join(' ', TextFeatures.Of(text)).ShouldBe(features);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_language_has_the_topics_of_English_and_words_for_each(string language)
    {
        foreach (var topic in Topics.Of("en").All)
        {
            var own = Topics.Of(language).Find(topic.Key).ShouldNotBeNull($"{language} has no '{topic.Key}'");
            own.Same.ShouldNotBeEmpty(topic.Key);
            own.IsAttribute.ShouldBe(topic.IsAttribute);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_language_has_words_that_carry_little(string language)
    {
        StopWords.Of(language).Count.ShouldBeGreaterThan(100);
        LightWords.Of(language).Count.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Any_text_has_terms_that_can_be_read_again() => Properties.ForAll(Properties.AnyText, text =>
    {
        foreach (var language in Supported)
        {
            TextAnalyzer.For(language).IndexTerms(text).ShouldAllBe(term => term.Length > 0);
        }
    }, 50);
}
