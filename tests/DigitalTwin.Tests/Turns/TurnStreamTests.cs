using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using FsCheck;
using FsCheck.Fluent;

namespace DigitalTwin.Tests.Turns;

public sealed class TurnStreamTests
{
    // Pieces of a reply; null stands for a citation.
    private static readonly Gen<string?[]> Parts = Gen.ArrayOf(Gen.OneOf(
        Gen.Elements("a", "b c", "\n", "日本", "\"q\"", "😀").Select(text => (string?)text),
        Gen.Constant((string?)null)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_from_any_point_see_every_event_once_and_in_order()
    {
        var stream = new TurnStream();
        var readers = Enumerable.Range(0, 20).Select(after => Task.Run(() => ReadAllAsync(stream, after), Token)).ToList();
        for (var i = 0; i < 500; i++)
        {
            Write(stream, TurnEventTypes.Delta, "{}");
        }

        Write(stream, TurnEventTypes.Completed, "{}");
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
        Say(stream, "x");
        (await staying).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task After_the_last_event_there_is_nothing_to_wait_for()
    {
        var stream = new TurnStream();
        Write(stream, TurnEventTypes.Failed, "{}");
        stream.Write(new TurnEvent(2, TurnEventTypes.Delta, "{}"));
        (await stream.ReadAsync(1, Token)).ShouldBeEmpty();
        (await stream.ReadAsync(99, Token)).ShouldBeEmpty();
        await stream.ReadToRestAsync(0, Token);
        stream.Snapshot().ShouldHaveSingleItem().Type.ShouldBe(TurnEventTypes.Failed);
    }

    [Fact]
    public void Stored_events_come_back_as_they_were() => Properties.ForAll(Parts, parts =>
    {
        var stream = new TurnStream();
        foreach (var part in parts)
        {
            if (part is null)
            {
                Write(stream, TurnEventTypes.Citation, """{"number":1,"id":"id","title":"Title","quote":"Quote"}""");
            }
            else
            {
                Say(stream, part);
            }
        }

        TurnEventJson.Decode(TurnEventJson.Encode(stream.Snapshot())).ShouldBe(stream.Snapshot());
    });

    [Fact]
    public void A_long_reply_takes_little_more_than_its_text()
    {
        var stream = new TurnStream();
        for (var i = 0; i < 5_000; i++)
        {
            Write(stream, TurnEventTypes.Delta, """{"text":"word ","offset":0}""");
        }

        TurnEventJson.Encode(stream.Snapshot()).Length.ShouldBeLessThan(5_000 * 9);
    }

    [Fact]
    public async Task Told_again_a_turn_adds_only_what_is_new()
    {
        var stream = new TurnStream();
        Write(stream, TurnEventTypes.Started, "{}");
        Write(stream, TurnEventTypes.Waiting, "{}");
        await stream.ReadToRestAsync(0, Token);
        stream.SetWorking(true);
        stream.ReadToRestAsync(0, Token).IsCompleted.ShouldBeFalse();
        stream.Write(new TurnEvent(1, TurnEventTypes.Started, "{}"));
        stream.Write(new TurnEvent(4, TurnEventTypes.Failed, "{}"));
        stream.Snapshot().Count.ShouldBe(2);
        var rest = stream.ReadToRestAsync(2, Token);
        rest.IsCompleted.ShouldBeFalse();
        stream.Close();
        await rest;
    }

    private static void Say(TurnStream stream, string text)
    {
        var offset = stream.Snapshot()
            .Where(next => next.Type == TurnEventTypes.Delta)
            .Sum(next => JsonSerializer.Deserialize(next.Data, ProductJson.Api.Delta)!.Text.Length);
        Write(stream, TurnEventTypes.Delta, JsonSerializer.Serialize(new Delta(text, offset), ProductJson.Api.Delta));
    }

    private static void Write(TurnStream stream, string type, string data)
        => stream.Write(new TurnEvent(stream.Snapshot().Count + 1, type, data));

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
