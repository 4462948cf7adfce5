using DigitalTwin.Activities;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace DigitalTwin.Tests.Tools;

public sealed class ToolRunnerTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly IRowStore rows = WritingRows();
    private readonly ManualTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_tool_gets_its_arguments_and_knows_its_turn()
    {
        ToolContext? seen = null;
        string Note(string text, AIFunctionArguments arguments)
        {
            seen = ToolContext.Of(arguments);
            return $"{text} for {seen.Key}";
        }

        var outcome = await RunAsync(Tool(Note));
        outcome.Result.ShouldBe("x for key");
        outcome.Failed.ShouldBeFalse();
        seen!.SessionId.ShouldBe("session");
    }

    [Fact]
    public async Task Objects_come_back_as_JSON_and_nothing_as_done()
    {
        (await RunAsync(Tool((string text) => new { Found = text, At = 5 }))).Result.ShouldBe("""{"found":"x","at":5}""");
        (await RunAsync(Tool((string text) => { }))).Result.ShouldBe("Done.");
    }

    [Fact]
    public async Task An_exception_of_a_tool_is_not_shown_to_the_model()
    {
        var outcome = await RunAsync(Tool((string text) => Throw(new InvalidOperationException("password=1234"))));
        (outcome.Failed, outcome.MayRetry, outcome.Result).ShouldBe((true, true, "The tool failed."));
    }

    [Fact]
    public async Task A_tool_says_itself_why_it_could_not()
    {
        var outcome = await RunAsync(Tool((string text) => Throw(new ToolException("The shop is closed."))));
        (outcome.Failed, outcome.MayRetry, outcome.Result).ShouldBe((true, false, "The shop is closed."));
    }

    [Theory]
    [InlineData(true, 60, true)]
    [InlineData(false, 60, false)]
    [InlineData(true, 5, true)]
    public async Task A_tool_that_hangs_is_abandoned(bool idempotent, double secondsLeft, bool mayRetry)
    {
        var running = RunAsync(Tool(async (string text) =>
        {
            await new TaskCompletionSource().Task;
            return text;
        }) with { Idempotent = idempotent, Timeout = TimeSpan.FromSeconds(20) }, secondsLeft);
        time.Advance(TimeSpan.FromSeconds(Math.Min(20, secondsLeft)));
        var outcome = await running;
        (outcome.Failed, outcome.MayRetry).ShouldBe((true, mayRetry));
        outcome.Result.ShouldBe(idempotent ? "The tool took too long and was stopped." : ToolRunner.UnknownOutcome.Result);
    }

    [Fact]
    public async Task Oversized_results_are_cut()
    {
        var result = (await RunAsync(Tool((string text) => new string('y', 50_000)))).Result;
        result.Length.ShouldBeLessThan(ToolRunner.LongestResult + 100);
        result.ShouldEndWith("[cut: the result has 50000 characters]");
    }

    [Fact]
    public async Task A_tool_that_is_gone_or_another_audiences_is_not_run()
    {
        var runner = new ToolRunner(
            new ToolRegistry([Tool((string text) => text) with { Audience = ToolAudience.Owner }]),
            Log(),
            time,
            NullLogger<ToolRunner>.Instance);
        (await runner.RunAsync(new ToolCall("1", "tool", """{"text":"x"}"""), ToolAudience.Visitor, Context(), 60, Token)).Result
            .ShouldBe("There is no tool named 'tool'.");
    }

    [Fact]
    public async Task Cancelling_the_turn_cancels_the_tool()
    {
        using var cancel = new CancellationTokenSource();
        var running = RunAsync(Tool(async (string text, CancellationToken token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return text;
        }), cancel: cancel);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    private static TwinTool Tool(Delegate work)
        => new()
        {
            Function = AIFunctionFactory.Create(work, "tool", "A tool."),
            Audience = ToolAudience.Visitor,
            Effect = ToolEffect.Read,
        };

    private static string Throw(Exception error) => throw error;

    private static IRowStore WritingRows()
    {
        var rows = Substitute.For<IRowStore>();
        rows.WriteAsync("activity", Arg.Any<string>(), Arg.Any<IReadOnlyList<RowWrite>>(), Arg.Any<CancellationToken>())
            .Returns(["1", "2"]);
        return rows;
    }

    private ActivityLog Log() => new(rows, time, NullLogger<ActivityLog>.Instance);

    [Theory]
    [InlineData(ToolEffect.Read, 0)]
    [InlineData(ToolEffect.Write, 2)]
    public async Task What_changes_something_is_written_down_before_and_after(ToolEffect effect, int records)
    {
        await RunAsync(Tool((string text) => text) with { Effect = effect });
        rows.ReceivedCalls().Count().ShouldBe(records);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_done()
    {
        var isDone = false;
        rows.WriteAsync("activity", Arg.Any<string>(), Arg.Any<IReadOnlyList<RowWrite>>(), Arg.Any<CancellationToken>())
            .Returns<IReadOnlyList<string>>(_ => throw new IOException("away"));
        (await RunAsync(Tool((string text) => isDone = true) with { Effect = ToolEffect.Write })).Failed.ShouldBeTrue();
        isDone.ShouldBeFalse();
    }

    private static ToolContext Context() => new() { SessionId = "session", TurnId = "turn", Key = "key", TurnStartedAt = default };

    private Task<ToolOutcome> RunAsync(TwinTool tool, double secondsLeft = 60, CancellationTokenSource? cancel = null)
        => new ToolRunner(new ToolRegistry([tool]), Log(), time, NullLogger<ToolRunner>.Instance).RunAsync(
            new ToolCall("1", "tool", """{"text":"x"}"""),
            ToolAudience.Visitor,
            Context(),
            secondsLeft,
            cancel?.Token ?? Token);
}
