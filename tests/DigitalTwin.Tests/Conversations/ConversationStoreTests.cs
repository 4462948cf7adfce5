using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.Conversations;

public sealed class ConversationStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly SqliteRowStore database;
    private readonly CountingRowStore rows;
    private readonly ConversationCache cache = new();
    private readonly ConversationStore store;
    private readonly string session = SessionId.New();

    public ConversationStoreTests()
    {
        rows = new CountingRowStore(database = DataOnDisk.OpenRows(folder.Path));
        store = new ConversationStore(rows, cache, new DamageBook(), time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        cache.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_stored_message_is_returned_unchanged() => Properties.ForAll(Properties.AnyText, text =>
    {
        var own = SessionId.New();
        AddAsync(Conversation.Empty(own), Turn(own, "m", text, "reply: " + text)).GetAwaiter().GetResult();
        using var others = DataOnDisk.OpenRows(folder.Path);
        using var empty = new ConversationCache();
        var fresh = new ConversationStore(others, empty, new DamageBook(), time);
        var messages = fresh.FindAsync(own, Token).AsTask().GetAwaiter().GetResult().Recent;
        messages.Select(message => message.Text).ShouldBe([text, "reply: " + text]);
    }, 60);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(700)]
    public async Task A_turn_costs_two_writes_and_a_read_only_where_another_process_wrote_the_last_one(int turns)
    {
        await FillAsync(turns);
        rows.Reset();
        var warm = await store.FindAsync(session, Token);
        (await AddAsync(warm, Turn(session, "warm", "?", "!"))).ShouldBeTrue();
        (rows.Reads, rows.Writes).ShouldBe((0, 2));

        rows.Reset();
        using var empty = new ConversationCache();
        var other = new ConversationStore(rows, empty, new DamageBook(), time);
        var cold = await other.FindAsync(session, Token);
        (await AddAsync(cold, Turn(session, "cold", "?", "!"), other)).ShouldBeTrue();
        (rows.Reads, rows.Writes).ShouldBe((1, 2));
        cold.Recent.Count.ShouldBe(Math.Min(2 * (turns + 1), ConversationStore.RecentMessages));
        warm.Recent.TakeLast(cold.Recent.Count - 2).Select(message => message.Text)
            .ShouldBe(cold.Recent.SkipLast(2).Select(message => message.Text).TakeLast(warm.Recent.Count));
    }

    [Fact]
    public async Task A_window_that_another_process_has_outdated_is_read_again_before_a_model_is_called()
    {
        await FillAsync(1);
        using var empty = new ConversationCache();
        await AddAsync(await store.LoadAsync(session, Token), Turn(session, "theirs", "q of theirs", "a of theirs"),
            new ConversationStore(rows, empty, new DamageBook(), time));
        rows.Reset();
        var begun = await store.BeginTurnAsync(await store.FindAsync(session, Token), Begin(Turn(session, "ours", "q of ours", "")), Token);
        begun!.Conversation.Recent.Select(message => message.Text).ShouldBe(["q0", "a0", "q of theirs", "a of theirs", "q of ours"]);
        begun.Conversation.UnsummarizedBeside("ours").Select(message => message.Text).ShouldBe(["q0", "a0", "q of theirs", "a of theirs"]);
        (rows.Reads, rows.Writes).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Of_two_processes_that_begin_a_turn_under_one_id_one_does()
    {
        await FillAsync(1);
        using var empty = new ConversationCache();
        var stores = new[] { store, new ConversationStore(rows, empty, new DamageBook(), time) };
        var conversation = await store.LoadAsync(session, Token);
        var begun = await Task.WhenAll(stores.Select(each
            => Task.Run(() => each.BeginTurnAsync(conversation, Begin(Turn(session, "m", "q", "")), Token), Token)));
        begun.Count(each => each is not null).ShouldBe(1);
        (await store.LoadAsync(session, Token)).Recent.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_turn_that_failed_by_a_defect_can_be_begun_again_and_keeps_its_message_once()
    {
        (await AddAsync(Conversation.Empty(session), Turn(session, "m", "q", "") with { MayBeRepeated = true })).ShouldBeTrue();
        (await AddAsync(await store.FindAsync(session, Token), Turn(session, "m", "q", "a"))).ShouldBeTrue();
        var conversation = await store.LoadAsync(session, Token);
        conversation.Recent.Select(message => message.Text).ShouldBe(["q", "a"]);
        conversation.Header!.RecentTurns.ShouldHaveSingleItem();
        conversation.Header.OpenTurns.ShouldBeEmpty();
        (await AddAsync(conversation, Turn(session, "m", "q", "again"))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_turn_that_was_begun_is_open_until_it_is_over()
    {
        var turn = Turn(session, "m", "q", "a");
        var begun = await store.BeginTurnAsync(Conversation.Empty(session), Begin(turn), Token);
        begun!.Conversation.Header!.OpenTurns.ShouldBe([turn.Id.Key]);
        (await store.GetTurnAsync(turn.Id, Token)).ShouldNotBeNull().IsOver.ShouldBeFalse();
        (await store.EndTurnAsync(begun, turn, Token)).ShouldBeTrue();
        (await store.GetHeaderAsync(session, Token))!.OpenTurns.ShouldBeEmpty();
        (await store.GetTurnAsync(turn.Id, Token)).ShouldNotBeNull().IsOver.ShouldBeTrue();
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
            .Select(each => Task.Run(() => AddAsync(each.conversation, each.Turn), Token));
        await Task.WhenAll(adding);
        var texts = (await store.LoadAsync(session, Token)).Recent.Select(message => message.Text).ToList();
        texts.Count.ShouldBe(20);
        foreach (var question in texts.Where(text => text.StartsWith('q')))
        {
            texts.IndexOf(question.Replace('q', 'a')).ShouldBeGreaterThan(texts.IndexOf(question));
        }
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_not_made_twice()
    {
        await FillAsync(1);
        var conversation = await store.LoadAsync(session, Token);
        var turn = Turn(session, "m", "q", "a");
        await AddAsync(conversation, turn);
        (await AddAsync(conversation, turn)).ShouldBeFalse();
        (await store.LoadAsync(session, Token)).Recent.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_session_erased_in_the_meantime_stays_erased()
    {
        await FillAsync(1);
        var conversation = await store.LoadAsync(session, Token);
        var turn = Turn(session, "m", "my secret", "a");
        var begun = await store.BeginTurnAsync(conversation, Begin(Turn(session, "open", "my secret", "")), Token);
        await store.EraseAsync(session, Token);
        await Should.ThrowAsync<SessionErasedException>(() => store.EndTurnAsync(begun!, Turn(session, "open", "my secret", "a"), Token));
        await Should.ThrowAsync<SessionErasedException>(() => AddAsync(conversation, turn));
        (await store.LoadAsync(session, Token)).Header.ShouldBeNull();
        DataOnDisk.Rows(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_summaries_the_one_that_reaches_further_counts()
    {
        await FillAsync(3);
        var conversation = await store.LoadAsync(session, Token);
        await AddAsync(conversation, Turn(session, "a", "q", "a") with { Summary = new ConversationSummary("far", 4) });
        await AddAsync(conversation, Turn(session, "b", "q", "a") with { Summary = new ConversationSummary("near", 2) });
        conversation = await store.LoadAsync(session, Token);
        conversation.Header!.Summary.ShouldBe("far");
        conversation.UnsummarizedBeside("")[0].Number.ShouldBe(5);
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
        await AddAsync(Conversation.Empty(session), Turn(session, "m", "q", ""));
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

    private async Task FillAsync(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            await AddAsync(await store.FindAsync(session, Token), Turn(session, $"fill{i}", $"q{i}", $"a{i}"));
        }
    }

    /// <returns>False where the turn was begun or ended before.</returns>
    private async Task<bool> AddAsync(Conversation conversation, FinishedTurn turn, ConversationStore? other = null)
        => await (other ?? store).BeginTurnAsync(conversation, Begin(turn), Token) is { } begun
            && await (other ?? store).EndTurnAsync(begun, turn, Token);

    private static NewTurn Begin(FinishedTurn turn) => new()
    {
        Id = turn.Id,
        MessageId = turn.MessageId,
        Message = turn.Message,
        StartedAt = turn.StartedAt,
        Claim = new Dictionary<string, string> { ["start"] = "{}" },
    };

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
