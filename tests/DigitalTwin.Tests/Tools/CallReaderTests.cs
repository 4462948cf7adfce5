using DigitalTwin.Testing;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tests.Tools;

public sealed class CallReaderTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ToolRegistry registry;
    private readonly CallReader reader;

    public CallReaderTests()
    {
        registry = new ToolRegistry([.. new TestTools(folder.Path).All(), AskVisitorTool.Create()]);
        reader = new CallReader(registry);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_call_that_fits_may_run_with_what_the_tool_says_of_itself()
    {
        var call = Read("send_letter", ("text", "x"));
        (call.Refusal, call.Approval, call.Arguments).ShouldBe((null, ToolApproval.Always, """{"text":"x"}"""));
        Read("flaky", ("text", "x")).Attempts.ShouldBe(2);
    }

    [Fact]
    public void A_tool_of_another_audience_is_answered_as_one_that_does_not_exist()
    {
        Read("owners_secret", ("text", "x")).Refusal!.Replace("owners_secret", "nothing", StringComparison.Ordinal)
            .ShouldBe(Read("nothing", ("text", "x")).Refusal);
        registry.For(ToolAudience.Visitor).Functions.ShouldNotContain(tool => tool.Name == "owners_secret");
        registry.Find("owners_secret", ToolAudience.Visitor).ShouldBeNull();
        registry.Find("owners_secret", ToolAudience.Owner).ShouldNotBeNull();
        registry.Find("look_left", ToolAudience.Owner).ShouldNotBeNull();
    }

    [Fact]
    public void Arguments_that_do_not_fit_go_back_with_what_is_wrong()
    {
        Read("look_left").Refusal!.ShouldContain("arguments.text is missing");
        Read("look_left", ("text", "x"), ("extra", 1)).Refusal!.ShouldContain("arguments.extra is not known");
        Read("look_left", ("text", new string('x', 20_000))).Refusal!.ShouldContain("longer");
        var broken = FunctionCallContent.CreateFromParsedArguments("{", "1", "look_left", _ => throw new System.Text.Json.JsonException());
        reader.Read([broken], ToolAudience.Visitor, Taint.Visitor).Single().Refusal!.ShouldContain("not a JSON object");
    }

    [Fact]
    public void One_question_is_asked_at_a_time()
    {
        FunctionCallContent ask = new(
            "1",
            AskVisitorTool.Name,
            new Dictionary<string, object?> { ["question"] = "Which?", ["options"] = new[] { "a", "b" } });
        var calls = reader.Read([ask, ask], ToolAudience.Visitor, Taint.Visitor);
        calls[0].Clarification!
            .ShouldSatisfyAllConditions(
                asked => asked.Question.ShouldBe("Which?"),
                asked => asked.Options.ShouldBe(["a", "b"]));
        calls[1].Clarification.ShouldBeNull();
        calls[1].Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void A_tool_with_an_invalid_description_is_refused_at_start()
    {
        Refusal(Tool("two words", "x")).ShouldContain("two words");
        Refusal(Tool("silent", "")).ShouldContain("description");
        Refusal(Tool("twice", "x"), Tool("twice", "x")).ShouldContain("two tools");
        Refusal(Tool("eager", "x") with { Attempts = 9 }).ShouldContain("attempts");
    }

    private static string Refusal(params TwinTool[] tools)
        => Should.Throw<InvalidOperationException>(() => new ToolRegistry(tools)).Message;

    private static TwinTool Tool(string name, string description)
        => new()
        {
            Function = AIFunctionFactory.Create(() => "", name, description),
            Audience = ToolAudience.Visitor,
            Effect = ToolEffect.Read,
        };

    private ToolCall Read(string name, params (string Name, object Value)[] arguments)
    {
        var values = arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        return reader.Read([new FunctionCallContent("1", name, values)], ToolAudience.Visitor, Taint.Visitor).Single();
    }
}
