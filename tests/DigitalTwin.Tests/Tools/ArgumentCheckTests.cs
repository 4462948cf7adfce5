using System.Text.Json;
using DigitalTwin.Tools;

namespace DigitalTwin.Tests.Tools;

public sealed class ArgumentCheckTests
{
    private const string Schema = """
        {"type":"object","required":["name"],"additionalProperties":false,"properties":{
          "name":{"type":"string","minLength":1,"maxLength":5},
          "count":{"type":["integer","null"],"minimum":1,"maximum":9},
          "kind":{"enum":["a","b",1]},
          "tags":{"type":"array","items":{"type":"string"},"maxItems":2},
          "place":{"type":"object","properties":{"x":{"type":"number"}}},
          "flag":{"type":"boolean"},"anything":true}}
        """;

    [Theory]
    [InlineData("""{"name":"Bob"}""")]
    [InlineData("""{"name":"😀😀😀😀😀","count":null,"kind":1,"tags":["x"],"place":{"x":1.5},"flag":true,"anything":[1]}""")]
    [InlineData("""{"name":"Bob","count":3.0}""")]
    public void Valid_arguments_have_no_errors(string arguments) => Errors(arguments).ShouldBeEmpty();

    [Theory]
    [InlineData("{}", "arguments.name is missing")]
    [InlineData("[]", "arguments must be object")]
    [InlineData("""{"name":5}""", "arguments.name must be string")]
    [InlineData("""{"name":""}""", "arguments.name must have at least 1 characters")]
    [InlineData("""{"name":"longer"}""", "arguments.name must have at most 5 characters")]
    [InlineData("""{"name":"Bob","count":1.5}""", "arguments.count must be integer or null")]
    [InlineData("""{"name":"Bob","count":10}""", "arguments.count must have at most 9")]
    [InlineData("""{"name":"Bob","kind":"c"}""", "arguments.kind must be one of [\"a\",\"b\",1]")]
    [InlineData("""{"name":"Bob","tags":[1]}""", "arguments.tags[0] must be string")]
    [InlineData("""{"name":"Bob","tags":["a","b","c"]}""", "arguments.tags must have at most 2 items")]
    [InlineData("""{"name":"Bob","place":{"x":"far"}}""", "arguments.place.x must be number")]
    [InlineData("""{"name":"Bob","place":{"y":1}}""", "arguments.place.y is not known")]
    [InlineData("""{"name":"Bob","flag":"yes"}""", "arguments.flag must be boolean")]
    [InlineData("""{"name":"Bob","other":1}""", "arguments.other is not known")]
    public void Invalid_arguments_get_errors_a_model_can_act_on(string arguments, string error) => Errors(arguments).ShouldBe([error]);

    [Fact]
    public void Errors_have_an_end()
        => Errors($$"""{"name":"Bob",{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"x{i}\":1"))}}}""").Count.ShouldBe(5);

    private static IReadOnlyList<string> Errors(string arguments)
        => ArgumentCheck.Errors(JsonDocument.Parse(Schema).RootElement, JsonDocument.Parse(arguments).RootElement);
}
