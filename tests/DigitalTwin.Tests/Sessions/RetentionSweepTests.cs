using DigitalTwin.Access;
using DigitalTwin.Activities;
using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Inbox;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Media;
using DigitalTwin.Sessions;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace DigitalTwin.Tests.Sessions;

public sealed class RetentionSweepTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly ConversationCache cache = new();
    private readonly SqliteRowStore rows;
    private readonly ConversationStore store;

    public RetentionSweepTests()
    {
        rows = DataOnDisk.OpenRows(folder.Path);
        store = new ConversationStore(rows, cache, new DamageBook(), time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        cache.Dispose();
        rows.Dispose();
        folder.Dispose();
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

        var journals = new JournalStore(rows, ProcessIdentity.New(), Options.Create(new LimitsOptions()), time);
        var sweep = new RetentionSweep(
            store,
            pictures,
            inbox,
            new ActivityStore(rows, time),
            new NoErasedSpace(),
            journals,
            new CutOffTurns(store, journals, new RunningTurns(NullLogger<RunningTurns>.Instance), Substitute.For<ITurnScheduler>()),
            new ConversationIndex(rows, NullLogger<ConversationIndex>.Instance),
            Options.Create(new RetentionOptions { Days = 30 }),
            time,
            NullLogger<RetentionSweep>.Instance);
        (await sweep.RunAsync(Token)).ShouldBe(1);
        (await store.GetHeaderAsync(old, Token)).ShouldBeNull();
        (await store.GetHeaderAsync(kept, Token)).ShouldNotBeNull();
        (await pictures.AllAsync(old, Token)).ShouldBeEmpty();
        (await pictures.LoadAsync(TurnId.For(kept, "m"), Token)).ShouldHaveSingleItem().Data!.Length.ShouldBe(900_000);
        (await inbox.Feedback.OpenAsync(Token)).ShouldHaveSingleItem().SessionId.ShouldBe(kept);
        (await sweep.RunAsync(Token)).ShouldBe(0);
    }
}
