using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Testing;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Rates;

/// <summary>How many turns are at work at once.</summary>
public sealed class TurnSlotsTests
{
    private readonly ManualTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_has_so_many_turns_at_work()
    {
        using var slots = Create(new RatesOptions { AddressTurnsAtWork = 2 });
        using var first = await slots.EnterAsync(1, Token);
        var second = await slots.EnterAsync(1, Token);
        (await Should.ThrowAsync<ProblemException>(async () => await slots.EnterAsync(1, Token))).Problem.ShouldBe(Problems.RateLimited);
        using var other = await slots.EnterAsync(2, Token);
        second.Dispose();
        second.Dispose();
        using var third = await slots.EnterAsync(1, Token);
        await Should.ThrowAsync<ProblemException>(async () => await slots.EnterAsync(1, Token));
    }

    [Fact]
    public async Task A_place_is_kept_until_the_work_has_ended()
    {
        using var slots = Create(new RatesOptions { AddressTurnsAtWork = 1 });
        var work = new TaskCompletionSource();
        using (var slot = await slots.EnterAsync(1, Token))
        {
            slot.KeepFor(work.Task);
        }

        await Should.ThrowAsync<ProblemException>(async () => await slots.EnterAsync(1, Token));
        work.SetException(new InvalidOperationException("It failed."));
        (await slots.EnterAsync(1, Token)).Dispose();
    }

    [Fact]
    public async Task In_all_there_are_so_many_and_a_short_queue()
    {
        using var slots = Create(new RatesOptions { TurnsAtWork = 1, TurnsWaiting = 1 });
        var first = await slots.EnterAsync(1, Token);
        var waiting = slots.EnterAsync(2, Token).AsTask();
        (await Should.ThrowAsync<ProblemException>(async () => await slots.EnterAsync(3, Token))).Problem.ShouldBe(Problems.TooBusy);
        waiting.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await waiting).Dispose();
        using var held = await slots.EnterAsync(4, Token);
        var late = slots.EnterAsync(5, Token).AsTask();
        time.Advance(TimeSpan.FromSeconds(10));
        (await Should.ThrowAsync<ProblemException>(() => late)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(1));
    }

    private TurnSlots Create(RatesOptions options) => new(Options.Create(options), time);
}
