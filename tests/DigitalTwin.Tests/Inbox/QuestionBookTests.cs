using DigitalTwin.Inbox;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Testing;
using DigitalTwin.Tools;

namespace DigitalTwin.Tests.Inbox;

public sealed class QuestionBookTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private SqliteRowStore rows = null!;
    private OwnerInbox inbox = null!;
    private QuestionBook book = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        rows = DataOnDisk.OpenRows(folder.Path);
        inbox = new OwnerInbox(rows);
        book = new QuestionBook(inbox, await TestPersonas.ProviderAsync(folder));
    }

    public ValueTask DisposeAsync()
    {
        book.Dispose();
        rows.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("Do you have pets?", "do you have PETS", true)]
    [InlineData("Do you have any pets?", "Have you got a pet?", true)]
    [InlineData("What is your favourite pizza?", "Which pizza is your favourite?", true)]
    [InlineData("What is your favourite pizza?", "What is your favourite colour?", false)]
    [InlineData("Do you have pets?", "Do you have children?", false)]
    [InlineData("Why not?", "why not", true)]
    public async Task Near_duplicates_are_one_question(string first, string second, bool same)
    {
        await book.NoteAsync(first, Context("1"), Token);
        await book.NoteAsync(second, Context("2"), Token);
        var questions = await inbox.Questions.RecentAsync(Token);
        questions.Count.ShouldBe(same ? 1 : 2);
        questions.Sum(question => question.Count).ShouldBe(2);
        questions.SelectMany(question => question.Asked).Select(asked => asked.Question).ShouldBe([first, second], ignoreOrder: true);
    }

    [Fact]
    public async Task The_same_call_counts_once()
    {
        await book.NoteAsync("Do you have pets?", Context("1"), Token);
        await book.NoteAsync("Do you have pets?", Context("1"), Token);
        (await inbox.Questions.RecentAsync(Token)).ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Asked_at_the_same_time_by_many_it_is_still_one_question()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => book.NoteAsync("Do you have pets?", Context($"{i}"), Token)));
        var question = (await inbox.Questions.RecentAsync(Token)).ShouldHaveSingleItem();
        (question.Count, question.Asked.Count).ShouldBe((30, 20));
    }

    [Fact]
    public async Task A_question_that_was_answered_and_is_asked_again_is_a_new_one()
    {
        await book.NoteAsync("Do you have pets?", Context("1"), Token);
        await inbox.Questions.UpdateAsync(
            (await inbox.Questions.RecentAsync(Token))[0].Id,
            question => question with { State = InboxState.Done },
            Token);
        await book.NoteAsync("Do you have pets?", Context("2"), Token);
        (await inbox.Questions.RecentAsync(Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Forgetting_a_session_leaves_no_trace_of_it()
    {
        await book.NoteAsync("Do you have pets, says Bob?", Context("1", "bob"), Token);
        await book.NoteAsync("Do you have pets?", Context("2", "eve"), Token);
        await book.NoteAsync("Where is Bob's letter?", Context("3", "bob"), Token);
        await inbox.Leads.AddAsync(
            InboxStore<Lead>.IdOf(default, "l"),
            new Lead(InboxStore<Lead>.IdOf(default, "l"), InboxState.Open, "Bob", "b", "m", "bob", "t", default),
            Token);
        await inbox.EraseSessionAsync("bob", Token);
        var view = await inbox.ReadAsync(new InboxQuery(null, null, null, 100), Token);
        view.Leads.ShouldBeEmpty();
        view.Questions.ShouldNotContain(question => question.Question.Contains("Bob", StringComparison.Ordinal));
        view.Questions.ShouldNotContain(question => question.Asked.Any(asked => asked.SessionId == "bob"));
    }

    [Fact]
    public async Task An_item_changed_by_many_at_once_keeps_every_change()
    {
        await book.NoteAsync("Do you have pets?", Context("1"), Token);
        var id = (await inbox.Questions.RecentAsync(Token))[0].Id;
        Task CountAsync() => inbox.Questions.UpdateAsync(id, question => question with { Count = question.Count + 1 }, Token);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(CountAsync, Token)));
        (await inbox.Questions.FindAsync(id, Token))!.Count.ShouldBe(11);
        (await inbox.Questions.UpdateAsync("no-such-id", question => question, Token)).ShouldBeNull();
        (await inbox.Questions.FindAsync("../../etc/passwd", Token)).ShouldBeNull();
    }

    private static ToolContext Context(string key, string session = "session")
        => new() { SessionId = session, TurnId = $"turn {key}", Key = key, TurnStartedAt = DateTimeOffset.UnixEpoch };
}
