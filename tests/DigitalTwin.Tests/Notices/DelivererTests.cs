using System.Collections.Concurrent;
using DigitalTwin.Notices;
using DigitalTwin.Notices.Deliveries;
using DigitalTwin.Tests.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace DigitalTwin.Tests.Notices;

public sealed class DelivererTests : RowStoreTest
{
    private const int Events = 1_000;

    [Fact]
    public async Task A_thousand_notices_arrive_though_the_receiver_is_down_half_the_time_and_the_sender_is_killed()
    {
        var log = new NoticeLog(Rows, Time);
        var receiver = new Receiver(() => Time.GetUtcNow());
        await NewDeliverer(log, receiver).RunAsync(Token);
        for (var number = 1; number <= Events; number++)
        {
            await log.AddAsync(new Notice(0, NoticeTypes.Lead, default, $"key-{number}"), Token);
            if (number % 50 == 0)
            {
                // A process that is killed in the middle: its lease stays, and what it was about to write down is lost.
                using var killed = new CancellationTokenSource();
                receiver.AtEach = () => receiver.Attempts % 37 == 0 ? killed.CancelAsync() : Task.CompletedTask;
                await Should.NotThrowAsync(() => RunAsync(NewDeliverer(log, receiver), killed.Token));
                receiver.AtEach = () => Task.CompletedTask;
                Time.Advance(TimeSpan.FromSeconds(150));
            }
        }

        for (var hour = 0; hour < 24 * 5 && receiver.Got.Count < Events; hour++)
        {
            Time.Advance(TimeSpan.FromMinutes(61));
            await NewDeliverer(log, receiver).RunAsync(Token);
        }

        receiver.Got.Keys.Order().ShouldBe(Enumerable.Range(1, Events).Select(number => (long)number));
        receiver.Refused.ShouldBeGreaterThan(Events / 10);
        (await new DeliveryStore(Rows).ListAsync(receiver.Id, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_never_arrives_is_dead_after_growing_gaps_and_can_be_sent_again()
    {
        var (log, store) = (new NoticeLog(Rows, Time), new DeliveryStore(Rows));
        var receiver = new Receiver(() => Time.GetUtcNow()) { IsDown = true };
        await NewDeliverer(log, receiver).RunAsync(Token);
        await log.AddAsync(new Notice(0, NoticeTypes.Lead, default, "key"), Token);
        var gaps = new List<TimeSpan>();
        for (Delivery? left = null; left?.State != Delivery.Dead;)
        {
            await NewDeliverer(log, receiver).RunAsync(Token);
            left = (await store.ListAsync(receiver.Id, Token)).Single();
            gaps.Add(left.NextAt - Time.GetUtcNow());
            Time.Advance(left.NextAt - Time.GetUtcNow());
        }

        gaps.Count.ShouldBe(11);
        gaps[..^1].ShouldBe(gaps[..^1].Order());
        gaps.Aggregate((one, other) => one + other).ShouldBeGreaterThan(TimeSpan.FromDays(3));
        receiver.IsDown = false;
        (await NewDeliverer(log, receiver).RunAsync(Token)).ShouldBeNull();
        receiver.Got.ShouldBeEmpty();
        await store.WriteAsync(receiver.Id, new Delivery(1, Delivery.Pending, 0, Time.GetUtcNow(), null), Token);
        await NewDeliverer(log, receiver).RunAsync(Token);
        receiver.Got.Keys.ShouldBe([1L]);
    }

    [Fact]
    public async Task A_target_gets_what_comes_after_it_was_added_and_of_the_types_it_wants()
    {
        var log = new NoticeLog(Rows, Time);
        var receiver = new Receiver(() => Time.GetUtcNow()) { Type = NoticeTypes.Budget, IsDown = false };
        await log.AddAsync(new Notice(0, NoticeTypes.Budget, default, "before"), Token);
        Time.Advance(TimeSpan.FromMinutes(11));
        await log.AddAsync(new Notice(0, NoticeTypes.Budget, default, "news"), Token);
        await NewDeliverer(log, receiver).RunAsync(Token);
        await log.AddAsync(new Notice(0, NoticeTypes.Lead, default, "other"), Token);
        await log.AddAsync(new Notice(0, NoticeTypes.Budget, default, "wanted"), Token);
        await NewDeliverer(log, receiver).RunAsync(Token);
        receiver.Got.Keys.Order().ShouldBe([2L, 4L]);
    }

    private static async Task RunAsync(Deliverer deliverer, CancellationToken cancellationToken)
    {
        try
        {
            await deliverer.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It was killed.
        }
    }

    private Deliverer NewDeliverer(NoticeLog log, Receiver receiver) => new(
        log, new NoticeWords([]), new DeliveryStore(Rows), [receiver], Substitute.For<IHostApplicationLifetime>(), Time,
        NullLogger<Deliverer>.Instance);

    private sealed class Receiver(Func<DateTimeOffset> now) : IDeliveryTargets, IDeliveryTarget
    {
        private int attempts;
        private int refused;

        public string Id => "receiver";

        public string? Type { get; init; }

        /// <summary>Whether it is down; else it is five minutes of ten.</summary>
        public bool? IsDown { get; set; }

        public int Attempts => attempts;

        public int Refused => refused;

        public Func<Task> AtEach { get; set; } = () => Task.CompletedTask;

        public ConcurrentDictionary<long, int> Got { get; } = new();

        public Task<IReadOnlyList<IDeliveryTarget>> ListAsync(CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<IDeliveryTarget>>([this]);

        public bool Wants(string type) => Type is null || Type == type;

        public async Task<string?> SendAsync(Notice notice, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref attempts);
            var isDown = IsDown ?? now().Minute / 5 % 2 == 0;
            if (!isDown)
            {
                Got.AddOrUpdate(notice.Number, 1, (_, times) => times + 1);
            }
            else
            {
                Interlocked.Increment(ref refused);
            }

            await AtEach();
            cancellationToken.ThrowIfCancellationRequested();
            return isDown ? "down" : null;
        }
    }
}
