using DigitalTwin.Notices;
using DigitalTwin.Tests.Storage;

namespace DigitalTwin.Tests.Notices;

public sealed class NoticeLogTests : RowStoreTest
{
    [Fact]
    public async Task Numbers_have_no_gaps_whoever_adds_and_a_key_is_there_once()
    {
        // As two processes: each with its own object.
        NoticeLog[] logs = [new(Rows, Time), new(Rows, Time)];
        await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(number => Task.Run(() => logs[number % 2].AddAsync(Of($"key-{number % 40}"), Token))));
        var all = await logs[0].ReadAsync(0, 1_000, Token);
        all.Select(notice => notice.Number).ShouldBe(Enumerable.Range(1, 40).Select(number => (long)number));
        all.Select(notice => notice.Key).Distinct().Count().ShouldBe(40);
        (await logs[1].LastAsync(Token)).ShouldBe(40);
    }

    [Fact]
    public async Task Old_notices_go_and_what_was_told_of_an_erased_visitor_says_nothing()
    {
        var log = new NoticeLog(Rows, Time);
        await log.AddAsync(Of("old"), Token);
        Time.Advance(NoticeLog.Lifetime + TimeSpan.FromHours(1));
        await log.AddAsync(Of("lead-1") with { Session = "abc", Item = "item-abc", Detail = "secret" }, Token);
        await log.AddAsync(Of("lead-2") with { Session = "xyz" }, Token);
        await log.EraseOldAsync(Token);
        await log.EraseSessionAsync("abc", Token);
        var left = await log.ReadAsync(0, 10, Token);
        left.Select(notice => (notice.Number, notice.Type)).ShouldBe([(2L, NoticeTypes.Erased), (3L, NoticeTypes.Lead)]);
        (left[0].Item, left[0].Session, left[0].Detail).ShouldBe((null, null, null));
        left[0].Key.ShouldNotContain("lead");
    }

    private static Notice Of(string key) => new(0, NoticeTypes.Lead, default, key);
}
