using System.ComponentModel.DataAnnotations;
using DigitalTwin.Models;

namespace DigitalTwin.Tests.Models;

public sealed class ModelOptionsTests
{
    [Fact]
    public void The_defaults_need_nothing() => Errors(new ModelOptions()).ShouldBeEmpty();

    [Fact]
    public void A_model_needs_its_name_and_Azure_its_endpoint()
    {
        Errors(new ModelOptions { Provider = ModelProvider.OpenAI }).ShouldHaveSingleItem().ShouldContain("Model:Name");
        Errors(new ModelOptions { Provider = ModelProvider.Azure }).Count.ShouldBe(2);
    }

    [Fact]
    public void An_endpoint_is_a_web_address()
        => Errors(new ModelOptions { Endpoint = new Uri("ftp://x") }).ShouldHaveSingleItem().ShouldContain("Model:Endpoint");

    [Fact]
    public void Numbers_have_limits()
        => Errors(new ModelOptions { MaxOutputTokens = 0, TimeoutSeconds = 0, ContextTokens = 10 }).Count.ShouldBe(3);

    private static List<string> Errors(ModelOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage!)];
    }
}
