using DigitalTwin.Prompts;

namespace DigitalTwin.Tests.Prompts;

public sealed class TokenEstimatorTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abcdefgh", 2)]
    [InlineData("привет!!", 3.5)]
    [InlineData("数学", 2)]
    public void Scripts_weigh_what_they_cost(string text, double tokens) => TokenEstimator.Raw(text).ShouldBe(tokens);

    [Fact]
    public void The_estimate_comes_closer_to_what_a_model_reports()
    {
        var estimator = new TokenEstimator();
        estimator.FactorOf("m").ShouldBe(1);
        estimator.Learn("m", 100, 150);
        estimator.FactorOf("m").ShouldBe(1.5);
        for (var i = 0; i < 50; i++)
        {
            estimator.Learn("m", 100, 120);
        }

        estimator.FactorOf("m").ShouldBe(1.2, 0.01);
        estimator.FactorOf("other").ShouldBe(1);
    }

    [Fact]
    public void Reports_of_nothing_and_of_nonsense_do_no_harm()
    {
        var estimator = new TokenEstimator();
        estimator.Learn("m", 100, null);
        estimator.Learn("m", 100, 0);
        estimator.Learn("m", 0, 5);
        estimator.FactorOf("m").ShouldBe(1);
        estimator.Learn("m", 100, 1_000_000);
        estimator.FactorOf("m").ShouldBe(2);
        estimator.Learn("n", 100, 1);
        estimator.FactorOf("n").ShouldBe(0.5);
    }

    [Fact]
    public void Text_is_cut_to_what_is_left_and_never_in_the_middle_of_a_character() => Properties.ForAll(Properties.AnyText, text =>
    {
        var budget = new TokenBudget(3, 1.5);
        var cut = budget.SpendUpTo(text);
        (TokenEstimator.Raw(cut) * 1.5).ShouldBeLessThanOrEqualTo(3.0001);
        budget.Left.ShouldBeGreaterThanOrEqualTo(-0.0001);
        if (cut.EndsWith(" […]", StringComparison.Ordinal) && cut != text)
        {
            text.ShouldStartWith(cut[..^4]);
            char.IsHighSurrogate(cut[^5]).ShouldBeFalse();
        }
        else
        {
            cut.ShouldBeOneOf(text, "");
        }
    });
}
