using DigitalTwin.Conversations;
using DigitalTwin.Models;
using DigitalTwin.Prompts;
using DigitalTwin.Tests.Models;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

using DigitalTwin.Usage;

namespace DigitalTwin.Tests.Conversations;

public sealed class SummarizerTests
{
    private readonly IModel model = Substitute.For<IModel>();
    private readonly FakeModel client = new();
    private readonly Summarizer summarizer;

    public SummarizerTests()
    {
        model.Name.Returns("fake");
        model.Client.Returns(client);
        summarizer = new Summarizer(model, new ModelHealth(TimeProvider.System), new TokenEstimator(), NullLogger<Summarizer>.Instance);
    }

    private static Spender Anyone => new("", "", 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_is_due_while_there_is_room()
        => Summarizer.Due(Prompt(10, 0, 0.5)).ShouldBeEmpty();

    [Theory]
    [InlineData(10, 0, 0.8, 5)]
    [InlineData(10, 3, 0.5, 8)]
    [InlineData(45, 0, 0.1, 23)]
    public void The_older_half_is_due_before_it_falls_out(int recent, int dropped, double fill, int due)
    {
        var messages = Summarizer.Due(Prompt(recent, dropped, fill));
        messages.Select(message => message.Number).ShouldBe(Enumerable.Range(1, due).Select(number => (long)number));
    }

    [Fact]
    public async Task The_model_sums_up()
    {
        client.Succeed(" They build looms. ");
        var result = await summarizer.SummarizeAsync("Earlier.", Messages(4), Anyone, Token);
        result.Summary.ShouldBe(new ConversationSummary("They build looms.", 4));
    }

    [Fact]
    public async Task Without_a_model_the_questions_are_listed()
    {
        model.IsOffline.Returns(true);
        var result = await summarizer.SummarizeAsync("- The visitor said: before", Messages(4), Anyone, Token);
        result.Summary.Text.ShouldBe("- The visitor said: before\n- The visitor said: text 1\n- The visitor said: text 3");
        result.Summary.Through.ShouldBe(4);
        client.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_fails_or_says_nothing_is_done_without()
    {
        client.Fail(ModelFailure.Unavailable);
        (await summarizer.SummarizeAsync("", Messages(2), Anyone, Token)).Summary.Text.ShouldContain("text 1");
        client.Succeed(" ");
        (await summarizer.SummarizeAsync("", Messages(2), Anyone, Token)).Summary.Text.ShouldContain("text 1");
    }

    [Fact]
    public async Task A_summary_does_not_grow_without_end()
    {
        model.IsOffline.Returns(true);
        var text = "";
        for (var i = 0; i < 50; i++)
        {
            text = (await summarizer.SummarizeAsync(text, Messages(10, new string('x', 400)), Anyone, Token)).Summary.Text;
        }

        text.Length.ShouldBeLessThanOrEqualTo(2_000);
        text.ShouldContain("…");
    }

    private static Prompt Prompt(int recent, int dropped, double fill)
    {
        var all = Messages(recent + dropped);
        return new Prompt([], 0, [.. all.Skip(dropped)], [.. all.Take(dropped)], fill);
    }

    private static List<StoredMessage> Messages(int count, string? text = null)
        =>
        [
            .. Enumerable.Range(1, count).Select(i => new StoredMessage
            {
                Number = i,
                Id = $"{i}",
                IsFromVisitor = i % 2 == 1,
                Text = text ?? $"text {i}",
                At = default,
            }),
        ];
}
