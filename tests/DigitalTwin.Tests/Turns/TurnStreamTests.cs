using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using FsCheck.Fluent;

namespace DigitalTwin.Tests.Turns;

public sealed class TurnStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_from_any_point_see_every_event_once_and_in_order()
    {
        var stream = new TurnStream();
        var readers = Enumerable.Range(0, 20).Select(after => Task.Run(() => ReadAllAsync(stream, after), Token)).ToList();
        for (var i = 0; i < 500; i++)
        {
            stream.Write(TurnEventTypes.Delta, new Delta($"{i}"), ProductJson.Api.Delta);
        }

        stream.Write(TurnEventTypes.Completed, new StatusChanged(TurnStatus.Completed), ProductJson.Api.StatusChanged);
        var all = await Task.WhenAll(readers);
        for (var after = 0; after < all.Length; after++)
        {
            all[after].ShouldBe(Enumerable.Range(after + 1, 501 - after));
        }
    }

    [Fact]
    public async Task A_reader_that_leaves_disturbs_nobody()
    {
        var stream = new TurnStream();
        using var gone = new CancellationTokenSource();
        var leaving = stream.ReadAsync(0, gone.Token);
        var staying = stream.ReadAsync(0, Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        stream.Write(TurnEventTypes.Delta, new Delta("x"), ProductJson.Api.Delta);
        (await staying).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task After_the_last_event_there_is_nothing_to_wait_for()
    {
        var stream = TurnStream.Of([new TurnEvent(1, TurnEventTypes.Failed, "{}")]);
        (await stream.ReadAsync(1, Token)).ShouldBeEmpty();
        (await stream.ReadAsync(99, Token)).ShouldBeEmpty();
        (await stream.ReadLastAsync(Token)).Type.ShouldBe(TurnEventTypes.Failed);
    }

    [Fact]
    public void Stored_events_come_back_as_they_were() => Properties.ForAll(
        Gen.ArrayOf(Gen.OneOf(Gen.Elements("a", "b c", "\n", "日本", "\"q\"", "😀").Select(text => (string?)text), Gen.Constant((string?)null))), parts =>
        {
            var stream = new TurnStream();
            foreach (var part in parts)
            {
                if (part is null)
                {
                    stream.Write(TurnEventTypes.Citation, new CitationFound(1, "id", "Title", "Quote"), ProductJson.Api.CitationFound);
                }
                else
                {
                    stream.Write(TurnEventTypes.Delta, new Delta(part), ProductJson.Api.Delta);
                }
            }

            TurnLog.Decode(TurnLog.Encode(stream.Snapshot())).ShouldBe(stream.Snapshot());
        });

    [Fact]
    public void A_long_reply_takes_little_more_than_its_text()
    {
        var stream = new TurnStream();
        for (var i = 0; i < 5_000; i++)
        {
            stream.Write(TurnEventTypes.Delta, new Delta("word "), ProductJson.Api.Delta);
        }

        TurnLog.Encode(stream.Snapshot()).Length.ShouldBeLessThan(5_000 * 9);
    }

    private static async Task<List<int>> ReadAllAsync(TurnStream stream, int after)
    {
        var seen = new List<int>();
        while (await stream.ReadAsync(after, Token) is { Count: > 0 } next)
        {
            seen.AddRange(next.Select(each => each.Sequence));
            after = next[^1].Sequence;
        }

        return seen;
    }
}
