using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Inbox;
using DigitalTwin.Storage;
using DigitalTwin.Tests.Storage;
using DigitalTwin.Transcripts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Transcripts;

/// <summary>A hundred thousand conversations: each page costs the same few reads.</summary>
public sealed class ConversationSearchTests : RowStoreTest
{
    private const int Many = 100_000;
    private const int InboxItems = 500;

    [Fact]
    public async Task Every_list_of_a_hundred_thousand_conversations_costs_a_bounded_number_of_reads_a_page()
    {
        await FillAsync();
        var search = NewSearch();
        (string Query, int Most)[] lists =
        [
            ("", 1), ("?state=waiting", 1), ("?state=unanswered", 1), ("?state=degraded", 1), ("?state=joined", 1), ("?from=2026-01-02", 1),
            ("?until=2026-01-02", 1), ("?q=needle", 1), ("?origin=me.example", 1), ("?locale=pt", 1), ("?state=waiting&q=needle", 1),
            ("?kind=leads", 52), ("?kind=hand-overs", 52), ("?kind=feedback", 52), ("?kind=questions", 202), ("?person=Ada 3", 52),
        ];
        foreach (var (query, most) in lists)
        {
            string? before = null;
            for (var page = 0; page < 3; page++)
            {
                Rows.Reset();
                var found = await search.FindAsync(Query(query, before), Token);
                (Rows.Reads, Rows.Writes).ShouldBe((Rows.Reads <= most ? Rows.Reads : most, 0), $"{query}, page {page}");
                before = found.Next;
                if (before is null)
                {
                    break;
                }
            }
        }
    }

    [Fact]
    public async Task Filters_and_pages_find_what_they_say()
    {
        var index = new ConversationIndex(Rows, NullLogger<ConversationIndex>.Instance);
        for (var number = 0; number < 260; number++)
        {
            await index.WriteAsync(IdOf(number), HeaderOf(number) with { FirstMessage = number % 100 == 0 ? "A Néedle" : "hay" }, Token);
        }

        var search = NewSearch();
        (await AllAsync(search, "")).Select(each => each.SessionId).ShouldBe(Enumerable.Range(0, 260).Reverse().Select(IdOf));
        (await AllAsync(search, "?q=needle")).Select(each => each.SessionId).ShouldBe(new[] { 200, 100, 0 }.Select(IdOf));
        (await AllAsync(search, "?state=unanswered")).Count.ShouldBe(52);
        (await AllAsync(search, "?from=2026-01-02&until=2026-01-02")).Count.ShouldBe(24);
        (await AllAsync(search, $"?q={IdOf(17)}")).Single().SessionId.ShouldBe(IdOf(17));
    }

    [Fact]
    public async Task A_conversation_stands_in_a_list_once_wherever_it_stood_before()
    {
        var index = new ConversationIndex(Rows, NullLogger<ConversationIndex>.Instance);
        var header = HeaderOf(1);
        for (var turn = 0; turn < 6; turn++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            header = header.After(new FinishedTurn
            {
                Id = TurnId.For(IdOf(1), $"m{turn}"), MessageId = "m", Message = "",
                StartedAt = Time.GetUtcNow(), FinishedAt = Time.GetUtcNow(),
                Reply = "", Events = "", Marks = turn == 2 ? [ConversationMark.Unanswered] : [],
            }, 2);

            // Of two of them the process was killed before.
            if (turn is not (2 or 3))
            {
                await index.WriteAsync(IdOf(1), header, Token);
            }
        }

        (await AllAsync(NewSearch(), "")).Single().LastActivityAt.ShouldBe(header.LastActivityAt);
        (await AllAsync(NewSearch(), "?state=unanswered")).Single().Marks.ShouldBe([ConversationMark.Unanswered]);
        await index.EraseAsync(IdOf(1), () => Task.FromResult<ConversationHeader?>(header), () => Task.CompletedTask);
        (await AllAsync(NewSearch(), "")).ShouldBeEmpty();
        (await AllAsync(NewSearch(), "?state=unanswered")).ShouldBeEmpty();
    }

    private static async Task<List<ListedConversation>> AllAsync(ConversationSearch search, string query)
    {
        var (found, before) = (new List<ListedConversation>(), (string?)null);
        do
        {
            var page = await search.FindAsync(Query(query, before), Token);
            found.AddRange(page.Conversations);
            before = page.Next;
        }
        while (before is not null);
        return found;
    }

    private static ConversationQuery Query(string query, string? before)
    {
        var all = before is null ? query : $"{query}{(query.Length == 0 ? "?" : "&")}before={before}";
        return ConversationQuery.Of(new DefaultHttpContext { Request = { QueryString = new QueryString(all.Replace(' ', '+')) } }.Request);
    }

    private static string IdOf(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private static ConversationHeader HeaderOf(int number)
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(number);
        return new ConversationHeader
        {
            CreatedAt = at, LastActivityAt = at, Places = [at], Marks = number % 5 == 0 ? [ConversationMark.Unanswered] : [],
            OpenTurns = number % 7 == 0 ? ["0123456789abcdef"] : [], HasWaited = number % 7 == 0,
        };
    }

    private ConversationSearch NewSearch()
    {
        var store = new ConversationStore(Rows, new ConversationCache(), new DamageBook(), Time);
        return new ConversationSearch(new ConversationIndex(Rows, NullLogger<ConversationIndex>.Instance), store, new OwnerInbox(Rows));
    }

    private async Task FillAsync()
    {
        foreach (var mark in ConversationMark.Every)
        {
            var listed = Enumerable.Range(0, mark == ConversationMark.All ? Many : Many / 20)
                .Select(number => ListedConversation.Of(IdOf(number), HeaderOf(number)));
            foreach (var batch in listed.Chunk(RowLimits.BatchRows))
            {
                await Rows.WriteAsync(
                    ConversationIndex.Table, mark, [.. batch.Select(each => RowWrite.Upsert(each.Key, each.ToValues()))], Token);
            }
        }

        var inbox = new OwnerInbox(Rows);
        for (var number = 0; number < InboxItems; number++)
        {
            var (at, session) = (Time.GetUtcNow().AddSeconds(number), IdOf(number));
            var id = InboxStore<Lead>.IdOf(at, session);
            var header = RowWrite.Insert(ConversationHeader.Key, HeaderOf(number).ToValues());
            await Rows.WriteAsync(ConversationStore.Table, session, [header], Token);
            await inbox.Leads.AddAsync(id, new Lead(id, InboxState.Open, $"Ada {number}", "a@b.example", "m", session, "t", at), Token);
            await inbox.HandOvers.AddAsync(id, new HandOver(id, InboxState.Open, "r", session, "t", at), Token);
            await inbox.Feedback.AddAsync(id, new Feedback(id, FeedbackRating.Down, null, "q", "a", session, "t", at), Token);
            QuestionAsked[] asked = [new(session, "t", "q", at)];
            await inbox.Questions.AddAsync(id, new OpenQuestion(id, InboxState.Open, $"q{number}", 1, at, at, asked), Token);
        }
    }
}
