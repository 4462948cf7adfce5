using DigitalTwin.Activities;
using DigitalTwin.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Activities;

public sealed class ActivityLogTests : RowStoreTest
{
    [Fact]
    public async Task An_act_that_spans_midnight_stands_on_both_days_and_both_are_whole()
    {
        using var log = new ActivityLog(Rows, Time, NullLogger<ActivityLog>.Instance);
        var store = new ActivityStore(Rows, Time);
        var (first, late) = (Time.GetUtcNow(), ActivityLog.New("owner", "note", "Late"));
        await log.DoAsync(ActivityLog.New("owner", "owner", "Long"), WaitAsync, _ => "failed", Token);
        await log.NoteAsync(late, Token);
        foreach (var (day, entries) in new[] { (first, 1), (Time.GetUtcNow(), 3) })
        {
            var found = await store.VerifyAsync(ActivityStore.DayOf(day), Token);
            (found.Entries, found.Chains, found.IsWhole).ShouldBe((entries, 1, true));
        }

        async Task<string> WaitAsync()
        {
            Time.Advance(TimeSpan.FromDays(1));
            await log.NoteAsync(ActivityLog.New("owner", "note", "Meanwhile"), Token);
            return ActivityLog.Done;
        }
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_ends_a_chain_and_breaks_none()
    {
        using var log = new ActivityLog(Rows, Time, NullLogger<ActivityLog>.Instance);
        await log.NoteAsync(ActivityLog.New("owner", "note", "One"), Token);
        Rows.AfterWrite = () => throw new IOException("The answer is lost.");
        await Should.ThrowAsync<IOException>(() => log.NoteAsync(ActivityLog.New("owner", "note", "Two"), Token));
        Rows.AfterWrite = null;
        await log.NoteAsync(ActivityLog.New("owner", "note", "Three"), Token);
        var found = await new ActivityStore(Rows, Time).VerifyAsync(ActivityStore.DayOf(Time.GetUtcNow()), Token);
        (found.Entries, found.Chains, found.IsWhole).ShouldBe((3, 2, true));
    }
}
