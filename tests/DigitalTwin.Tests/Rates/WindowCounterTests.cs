using DigitalTwin.Rates;
using DigitalTwin.Testing;
using FsCheck.Fluent;

namespace DigitalTwin.Tests.Rates;

/// <summary>Counting within a sliding window, in bounded memory.</summary>
public sealed class WindowCounterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime time = new();

    [Fact]
    public void As_many_as_allowed_are_admitted_and_more_when_the_wait_is_over()
    {
        var counter = new WindowCounter(Minute, time);
        for (var i = 10; i > 0; i--)
        {
            counter.Take(1, 10).ShouldBe(new RateAnswer(true, i - 1, TimeSpan.Zero));
        }

        var refused = counter.Take(1, 10);
        (refused.IsAdmitted, refused.Left).ShouldBe((false, 0));
        counter.Take(2, 10).IsAdmitted.ShouldBeTrue();
        time.Advance(refused.RetryAfter - TimeSpan.FromSeconds(1));
        counter.Take(1, 10).IsAdmitted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1.1));
        counter.Take(1, 10).IsAdmitted.ShouldBeTrue();
        counter.Take(1, 10).IsAdmitted.ShouldBeFalse();
    }

    // Within any window at most the limit and what the window before is estimated wrongly by: never twice the limit.
    [Fact]
    public void At_any_pace_the_limit_holds()
        => Properties.ForAll(Gen.ArrayOf(Gen.Choose(0, 20_000)), steps =>
        {
            var (clock, admitted) = (new ManualTime(), new List<DateTimeOffset>());
            var counter = new WindowCounter(Minute, clock);
            foreach (var step in steps.Concat(Enumerable.Repeat(100, 300)))
            {
                clock.Advance(TimeSpan.FromMilliseconds(step));
                var answer = counter.Take(7, 10);
                if (answer.IsAdmitted)
                {
                    admitted.Add(clock.GetUtcNow());
                }
                else
                {
                    answer.RetryAfter.ShouldBeInRange(TimeSpan.FromTicks(1), 2 * Minute);
                }
            }

            admitted.Select(at => admitted.Count(other => other >= at && other < at + Minute)).Max().ShouldBeLessThanOrEqualTo(19);
            (admitted.Count / Math.Max(1, (admitted[^1] - admitted[0]) / Minute)).ShouldBeLessThanOrEqualTo(20);
        });

    [Fact]
    public void Who_waits_as_long_as_told_is_admitted()
        => Properties.ForAll(Gen.ArrayOf(Gen.Choose(0, 30_000)), steps =>
        {
            var clock = new ManualTime();
            var counter = new WindowCounter(Minute, clock);
            foreach (var step in steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(step));
                if (counter.Take(7, 3) is { IsAdmitted: false } refused)
                {
                    clock.Advance(refused.RetryAfter + TimeSpan.FromMilliseconds(1));
                    counter.Take(7, 3).IsAdmitted.ShouldBeTrue();
                }
            }
        });

    [Fact]
    public void A_million_keys_take_no_more_memory_than_those_that_are_kept()
    {
        var counter = new WindowCounter(Minute, time, mostKeys: 1_000);
        counter.Take(0, 1).IsAdmitted.ShouldBeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (UInt128 key = 1; key <= 1_000_000; key++)
        {
            counter.Take(key, 1);
        }

        // 2,000 maps of 500 keys come and go; none grows.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(500_000_000);
        counter.ActiveKeys.ShouldBeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public void Keys_that_are_silent_are_forgotten_and_counted_no_longer()
    {
        var counter = new WindowCounter(Minute, time);
        for (UInt128 key = 1; key <= 100; key++)
        {
            counter.Take(key, 1);
        }

        counter.ActiveKeys.ShouldBe(100);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(Minute);
            counter.Take(1, 1);
        }

        counter.ActiveKeys.ShouldBe(1);
    }
}
