using System.ComponentModel.DataAnnotations;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Usage;

public sealed class PriceListTests
{
    private static readonly Uri OpenAI = new("https://api.openai.com/v1");

    [Theory]
    [InlineData("gpt-5.4-mini", "https://api.openai.com/v1", 0.75, 4.50)]
    [InlineData("GPT-5.4-MINI", "https://api.openai.com/v1", 0.75, 4.50)]
    [InlineData("openai/gpt-5.4-mini", "https://openrouter.ai/api/v1", 0.75, 4.50)]
    [InlineData("gpt-4o-mini-2024-07-18", "https://api.openai.com/v1", 0.15, 0.60)]
    [InlineData("gpt-4o-2024-08-06", "https://api.openai.com/v1", 2.50, 10)]
    [InlineData("claude-haiku-4-5-20251001", "https://api.anthropic.com", 1, 5)]
    [InlineData("llama3.2", "http://localhost:11434/v1", 0, 0)]
    [InlineData("gpt-5.4-mini", "http://192.168.1.9:8000/v1", 0, 0)]
    [InlineData("llama3.2", "http://ollama:11434/v1", 0, 0)]
    [InlineData("mine", "https://api.openai.com/v1", 1.5, 2.5)]
    [InlineData("mine-too", "https://api.openai.com/v1", 3, 4)]
    [InlineData("never-heard-of", "https://api.example/v1", 5, 30)]
    public void A_model_has_the_price_that_says_most(string model, string endpoint, double input, double output)
    {
        var prices = new PriceList(Options.Create(new BudgetOptions { Prices = "mine 1.5 0 0 2.5; mine* 3 0 0 4;" }));
        var price = prices.Of(model, new Uri(endpoint));
        ((double)price.Input, (double)price.Output).ShouldBe((input, output));
        prices.IsKnown(model, new Uri(endpoint)).ShouldBe(model != "never-heard-of");
    }

    [Fact]
    public void Each_kind_has_its_price_and_nothing_is_paid_twice()
    {
        var price = ModelPrice.TryParse("m 1 0.1 1.25 10 0.006 0.02")!;
        price.CostOf(new UsedUnits { Input = 1_000, Cached = 400, CacheWrite = 200, Output = 50, Reasoning = 40 })
            .ShouldBe(400 + 40 + 250 + 500);
        price.CostOf(new UsedUnits { AudioSeconds = 30 }).ShouldBe(3_000);
        price.CostOf(new UsedUnits { Pictures = 2 }).ShouldBe(40_000);
        price.CostOf(new UsedUnits { Input = 1 }).ShouldBe(1);
        ModelPrice.TryParse("m 0.0001 0 0 0")!.CostOf(new UsedUnits { Input = 1 }).ShouldBe(1);
    }

    [Theory]
    [InlineData("m 1 2 3 4", true)]
    [InlineData("m 1 2 3 4 5 6", true)]
    [InlineData("m 1 2 3", false)]
    [InlineData("m 1 2 3 four", false)]
    [InlineData("m 1 2 3 -4", false)]
    [InlineData("m 1 2 3 4 5 6 7", false)]
    [InlineData("", true)]
    public void A_price_that_cannot_be_read_is_refused_at_start(string prices, bool isFine)
    {
        var options = new BudgetOptions { Prices = prices };
        options.Validate(new ValidationContext(options)).Any().ShouldBe(!isFine);
    }

    [Fact]
    public void The_models_that_the_documents_name_have_a_price()
    {
        var prices = new PriceList(Options.Create(new BudgetOptions()));
        foreach (var model in (string[])["gpt-5.4-mini", "gpt-4o-mini-transcribe", "claude-haiku-4-5", "gemini-3-flash"])
        {
            prices.IsKnown(model, OpenAI).ShouldBeTrue(model);
        }
    }
}
