using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Inbox;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Media;
using DigitalTwin.Sessions;
using DigitalTwin.Testing;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Conversations;

public sealed class ConversationStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly SqliteRowStore database;
    private readonly CountingRowStore rows;
    private readonly ConversationStore store;
    private readonly string session = SessionId.New();

    public ConversationStoreTests()
    {
        rows = new CountingRowStore(database = DataOnDisk.OpenRows(folder.Path));
        store = new ConversationStore(rows, time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_stored_message_is_returned_unchanged() => Properties.ForAll(Properties.AnyText, text =>
    {
        var own = SessionId.New();
        store.AddTurnAsync(Conversation.Empty(own), Turn(own, "m", text, "reply: " + text), Token).GetAwaiter().GetResult();
        using var rows = DataOnDisk.OpenRows(folder.Path);
        var messages = new ConversationStore(rows, time).LoadAsync(own, Token).GetAwaiter().GetResult().Recent;
        messages.Select(message => message.Text).ShouldBe(text.Length > 0 ? [text, "reply: " + text] : ["reply: "]);
    }, 60);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(700)]
    public async Task A_turn_costs_one_read_and_one_write_whatever_the_length(int turns)
    {
        await FillAsync(turns);
        rows.Reset();
        var conversation = await store.LoadAsync(session, Token);
        (await store.AddTurnAsync(conversation, Turn(session, "last", "?", "!"), Token)).ShouldBeTrue();
        rows.Reads.ShouldBe(1);
        rows.Writes.ShouldBe(1);
        conversation.Recent.Count.ShouldBe(Math.Min(2 * turns, ConversationStore.RecentMessages));
    }

    [Fact]
    public async Task Messages_are_numbered_in_order_and_counted()
    {
        await FillAsync(3);
        var conversation = await store.LoadAsync(session, Token);
        conversation.Recent.Select(message => message.Number).ShouldBe([1L, 2, 3, 4, 5, 6]);
        conversation.Recent.Select(message => message.IsFromVisitor).ShouldBe([true, false, true, false, true, false]);
        var header = conversation.Header!;
        (header.Turns, header.Messages, header.InputTokens, header.OutputTokens).ShouldBe((3, 6, 30, 15));
        conversation.Recent[1].Citations.ShouldBe([new Citation("id", "Title", "Quote “x”")]);
    }

    [Fact]
    public async Task Turns_at_the_same_time_are_all_kept_each_with_its_reply()
    {
        var loaded = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.LoadAsync(session, Token)));
        var adding = loaded.Select((conversation, i) => (conversation, Turn: Turn(session, $"m{i}", $"q{i}", $"a{i}")))
            .Select(each => Task.Run(() => store.AddTurnAsync(each.conversation, each.Turn, Token), Token));
        await Task.WhenAll(adding);
        var texts = (await store.LoadAsync(session, Token)).Recent.Select(message => message.Text).ToList();
        texts.Count.ShouldBe(20);
        for (var i = 0; i < 20; i += 2)
        {
            texts[i + 1].ShouldBe(texts[i].Replace('q', 'a'));
        }
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_not_made_twice()
    {
        await FillAsync(1);
        var conversation = await store.LoadAsync(session, Token);
        var turn = Turn(session, "m", "q", "a");
        await store.AddTurnAsync(conversation, turn, Token);
        (await store.AddTurnAsync(conversation, turn, Token)).ShouldBeFalse();
        (await store.LoadAsync(session, Token)).Recent.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_session_erased_in_the_meantime_stays_erased()
    {
        await FillAsync(1);
        var conversation = await store.LoadAsync(session, Token);
        await store.EraseAsync(session, Token);
        var turn = Turn(session, "m", "my secret", "a");
        await Should.ThrowAsync<SessionErasedException>(() => store.AddTurnAsync(conversation, turn, Token));
        (await store.LoadAsync(session, Token)).Header.ShouldBeNull();
        DataOnDisk.Rows(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_summaries_the_one_that_reaches_further_counts()
    {
        await FillAsync(3);
        var conversation = await store.LoadAsync(session, Token);
        await store.AddTurnAsync(conversation, Turn(session, "a", "q", "a") with { Summary = new ConversationSummary("far", 4) }, Token);
        await store.AddTurnAsync(conversation, Turn(session, "b", "q", "a") with { Summary = new ConversationSummary("near", 2) }, Token);
        conversation = await store.LoadAsync(session, Token);
        conversation.Header!.Summary.ShouldBe("far");
        conversation.Unsummarized[0].Number.ShouldBe(5);
    }

    [Fact]
    public async Task The_header_remembers_a_bounded_number_of_turns()
    {
        await FillAsync(ConversationHeader.RememberedTurns + 5);
        (await store.GetHeaderAsync(session, Token))!.RecentTurns.Count.ShouldBe(ConversationHeader.RememberedTurns);
    }

    [Fact]
    public async Task A_cancelled_turn_without_a_word_keeps_the_visitors_message()
    {
        await store.AddTurnAsync(Conversation.Empty(session), Turn(session, "m", "q", ""), Token);
        (await store.LoadAsync(session, Token)).Recent.ShouldHaveSingleItem().Text.ShouldBe("q");
    }

    [Fact]
    public async Task Pages_of_history_go_back_to_the_beginning()
    {
        await FillAsync(5);
        (await store.GetMessagesAsync(session, 11, 4, Token)).Select(message => message.Number).ShouldBe([10L, 9, 8, 7]);
        (await store.GetMessagesAsync(session, 3, 4, Token)).Select(message => message.Number).ShouldBe([2L, 1]);
        (await store.GetMessagesAsync(session, 1, 4, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sweep_erases_expired_sessions()
    {
        var (old, kept) = (SessionId.New(), SessionId.New());
        await store.OpenAsync(old, Token);
        time.Advance(TimeSpan.FromDays(10));
        await store.OpenAsync(kept, Token);
        time.Advance(TimeSpan.FromDays(21));
        var (pictures, inbox) = (new PictureStore(rows), new OwnerInbox(rows));
        foreach (var each in new[] { old, kept })
        {
            await pictures.AddAsync(
                TurnId.For(each, "m"),
                [new Picture { MediaType = "image/png", Data = new string('A', 900_000) }],
                Token);
            var id = InboxStore<Feedback>.IdOf(time.GetUtcNow(), each);
            var rated = TurnId.For(each, "m").ToString();
            var feedback = new Feedback(id, FeedbackRating.Up, null, "q", "a", each, rated, time.GetUtcNow());
            await inbox.Feedback.AddAsync(id, feedback, Token);
        }

        var sweep = new RetentionSweep(
            store,
            pictures,
            inbox,
            new JournalStore(rows, ProcessIdentity.New(), Options.Create(new LimitsOptions()), time),
            Options.Create(new RetentionOptions { Days = 30 }),
            time,
            NullLogger<RetentionSweep>.Instance);
        (await sweep.RunAsync(Token)).ShouldBe(1);
        (await store.GetHeaderAsync(old, Token)).ShouldBeNull();
        (await store.GetHeaderAsync(kept, Token)).ShouldNotBeNull();
        (await pictures.AllAsync(old, Token)).ShouldBeEmpty();
        (await pictures.LoadAsync(TurnId.For(kept, "m"), Token)).ShouldHaveSingleItem().Data!.Length.ShouldBe(900_000);
        (await inbox.Feedback.ListAsync(Token)).ShouldHaveSingleItem().SessionId.ShouldBe(kept);
        (await sweep.RunAsync(Token)).ShouldBe(0);
    }

    private async Task FillAsync(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            await store.AddTurnAsync(await store.LoadAsync(session, Token), Turn(session, $"fill{i}", $"q{i}", $"a{i}"), Token);
        }
    }

    private FinishedTurn Turn(string sessionId, string messageId, string message, string reply) => new()
    {
        Id = TurnId.For(sessionId, messageId),
        MessageId = messageId,
        Message = message,
        StartedAt = time.GetUtcNow(),
        FinishedAt = time.GetUtcNow(),
        Reply = reply,
        Citations = [new Citation("id", "Title", "Quote “x”")],
        InputTokens = 10,
        OutputTokens = 5,
        Events = "[]",
    };
}
