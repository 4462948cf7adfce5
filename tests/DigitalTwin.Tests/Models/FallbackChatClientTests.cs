using DigitalTwin.Models;
using DigitalTwin.Models.Offline;
using DigitalTwin.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Models;

public sealed class FallbackChatClientTests : IDisposable
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "Who taught you mathematics?")];

    private readonly TempFolder folder = new();
    private readonly ModelHealth health = new(new ManualTime());
    private readonly FakeModel model = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_model_that_answers_is_left_alone()
    {
        model.Succeed("From ", "the model.");
        var updates = await AskAsync();
        string.Concat(updates.Select(update => update.Text)).ShouldBe("From the model.");
        updates.ShouldAllBe(update => !FallbackChatClient.IsDegraded(update));
        health.LastFailure.ShouldBeNull();
    }

    [Fact]
    public async Task A_model_that_fails_falls_back_to_the_offline_one()
    {
        model.Fail(ModelFailure.Unauthorized);
        var updates = await AskAsync();
        string.Concat(updates.Select(update => update.Text)).ShouldContain("Augustus De Morgan");
        updates.ShouldAllBe(update => FallbackChatClient.IsDegraded(update) && update.ModelId == OfflineChatClient.ModelId);
        health.LastFailure!.Failure.ShouldBe(ModelFailure.Unauthorized);
    }

    [Fact]
    public async Task Text_before_a_failure_stays()
    {
        model.SucceedThenFail("I was taught by", ModelFailure.Unavailable);
        var text = string.Concat((await AskAsync()).Select(update => update.Text));
        text.ShouldStartWith("I was taught by");
        text.ShouldContain("broke off");
        text.ShouldContain("Augustus De Morgan");
    }

    [Fact]
    public async Task A_model_without_text_falls_back_to_the_offline_one()
    {
        model.Succeed();
        (await AskAsync()).ShouldContain(update => FallbackChatClient.IsDegraded(update));
    }

    [Fact]
    public async Task A_model_that_calls_a_tool_without_text_does_not_fall_back()
    {
        model.Then(_ => new[] { new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "tool")]) }.ToAsyncEnumerable());
        (await AskAsync(new ChatOptions { Tools = [AIFunctionFactory.Create(() => "", "tool")] })).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_model_that_calls_a_tool_it_was_not_offered_falls_back()
    {
        model.Then(_ => new[] { new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "tool")]) }.ToAsyncEnumerable());
        (await AskAsync())[^1].ShouldSatisfyAllConditions(last => FallbackChatClient.IsDegraded(last).ShouldBeTrue());
    }

    [Fact]
    public async Task White_space_is_not_an_answer()
    {
        model.Succeed(" ", "\n");
        (await AskAsync()).ShouldContain(update => FallbackChatClient.IsDegraded(update));
    }

    [Fact]
    public async Task An_exception_that_is_not_a_model_failure_is_not_hidden()
    {
        model.Then(_ => throw new InvalidOperationException("defect"));
        await Should.ThrowAsync<InvalidOperationException>(() => AskAsync());
    }

    [Fact]
    public async Task The_next_success_clears_the_failure()
    {
        model.Fail(ModelFailure.Timeout).Succeed("Back.");
        var client = await ClientAsync();
        await client.GetStreamingResponseAsync(Question, cancellationToken: Token).ToListAsync(Token);
        health.LastFailure.ShouldNotBeNull();
        await client.GetStreamingResponseAsync(Question, cancellationToken: Token).ToListAsync(Token);
        health.LastFailure.ShouldBeNull();
    }

    private async Task<List<ChatResponseUpdate>> AskAsync(ChatOptions? options = null)
        => await (await ClientAsync()).GetStreamingResponseAsync(Question, options, Token).ToListAsync(Token);

    private async Task<FallbackChatClient> ClientAsync()
        => new([model], new OfflineChatClient(await TestPersonas.ProviderAsync(folder)), health, NullLogger<FallbackChatClient>.Instance);
}
