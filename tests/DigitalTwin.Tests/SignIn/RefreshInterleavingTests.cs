using DigitalTwin.SignIn;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace DigitalTwin.Tests.SignIn;

/// <summary>A refresh token is stolen: whatever happens in whatever order, two never stay signed in by it.</summary>
public sealed class RefreshInterleavingTests
{
    private const int Actors = 3;

    [Fact]
    public void Ten_thousand_interleavings_of_refresh_and_theft_leave_at_most_one_live_family()
    {
        // Which actor begins a refresh, with its newest token or one it stole from another; which waiting storage call goes on.
        var step = from actor in Gen.Choose(0, Actors - 1)
                   from victim in Gen.Choose(0, Actors - 1)
                   from age in Gen.Choose(0, 2)
                   from goesOn in Gen.Choose(0, 5)
                   select new Step(actor, victim, age, goesOn);
        var (forks, dead, alive) = (0, 0, 0);
        Properties.ForAll(Gen.ArrayOf(step), steps =>
        {
            var run = new Run();
            run.PlayAsync(steps).IsCompletedSuccessfully.ShouldBeTrue();
            var live = run.LiveTokens();
            live.Count.ShouldBeLessThanOrEqualTo(1);
            if (run.WasForked)
            {
                live.ShouldBeEmpty("the same token was used by two");
                forks++;
            }

            (dead, alive) = (dead + (live.Count == 0 ? 1 : 0), alive + live.Count);
        }, runs: 10_000);

        // The property is about something: there were thefts, and runs without one.
        forks.ShouldBeGreaterThan(1_000);
        dead.ShouldBeGreaterThan(1_000);
        alive.ShouldBeGreaterThan(1_000);
    }

    private sealed record Step(int Actor, int Victim, int Age, int GoesOn);

    private sealed class Run
    {
        private readonly SteppedRowStore rows = new();
        private readonly OwnerSessionStore sessions;
        private readonly List<string>[] known = [[], [], []];
        private readonly Dictionary<string, int> uses = [];
        private readonly List<Task> running = [];

        public Run()
        {
            var secrets = Substitute.For<ISecretStore>();
            secrets.GetAsync(SecretNames.SignInKey, Arg.Any<CancellationToken>()).Returns(new string('k', 40));
            var time = new ManualTime();
            var cache = new SecretCache(secrets, new ConfigurationBuilder().Build(), time, NullLogger<SecretCache>.Instance);
            var key = new SignInKey(cache);
            sessions = new OwnerSessionStore(rows, key, new AccessTokens(key, time), time);
        }

        // Two accepted uses of one token cannot be; two attempts of different actors are a theft that shows.
        public bool WasForked => uses.Values.Any(count => count > 1);

        public async Task PlayAsync(Step[] steps)
        {
            rows.IsStepped = false;
            known[0].Add((await sessions.OpenAsync("password", "", CancellationToken.None)).Refresh);
            rows.IsStepped = true;
            foreach (var step in steps)
            {
                Begin(step);
                rows.GoOn(step.GoesOn);
            }

            while (rows.GoOn(0))
            {
            }

            await Task.WhenAll(running);
        }

        // Those that a refresh would still take; looked at without taking them.
        public IReadOnlyList<string> LiveTokens()
        {
            var row = rows.Rows.Values.SingleOrDefault();
            var issued = known.SelectMany(tokens => tokens).Distinct();
            return row is null ? [] : [.. issued.Where(token => token.Split('.')[1] == row["number"])];
        }

        private void Begin(Step step)
        {
            var from = known[step.Victim];
            if (from.Count > step.Age)
            {
                var token = from[^(step.Age + 1)];
                uses[token] = uses.GetValueOrDefault(token) + 1;
                running.Add(RefreshAsync(step.Actor, token));
            }
        }

        private async Task RefreshAsync(int actor, string token)
        {
            if ((await sessions.RefreshAsync(token, CancellationToken.None)).Fresh is { } fresh)
            {
                known[actor].Add(fresh.Refresh);
            }
        }
    }

    /// <summary>Rows in memory, whose every call waits until it is told to go on.</summary>
    private sealed class SteppedRowStore : IRowStore
    {
        private readonly List<TaskCompletionSource> waiting = [];
        private int version;

        public Dictionary<string, Row> Rows { get; } = [];

        public bool IsStepped { get; set; }

        public bool GoOn(int which)
        {
            if (waiting.Count == 0)
            {
                return false;
            }

            var next = waiting[which % waiting.Count];
            waiting.Remove(next);
            next.SetResult();
            return true;
        }

        public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
        {
            await StepAsync();
            return Rows.GetValueOrDefault(key);
        }

        public async Task<IReadOnlyList<Row>> QueryAsync(
            string table, string partition, RowRange range, CancellationToken cancellationToken)
        {
            await StepAsync();
            return [.. Rows.Values];
        }

        public async Task<IReadOnlyList<string>> WriteAsync(
            string table, string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellationToken)
        {
            await StepAsync();
            var write = batch.Single();
            if (write.Kind == RowWriteKind.Replace && Rows.GetValueOrDefault(write.Key)?.ETag != write.ETag)
            {
                throw new RowConflictException(write.Key, "has another ETag");
            }

            if (write.Kind == RowWriteKind.Delete)
            {
                Rows.Remove(write.Key);
                return [""];
            }

            Rows[write.Key] = new Row(write.Key, write.Values, $"{++version}");
            return [$"{version}"];
        }

        public Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public IAsyncEnumerable<PartitionRow> ScanAsync(string table, string key, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        private Task StepAsync()
        {
            if (!IsStepped)
            {
                return Task.CompletedTask;
            }

            var step = new TaskCompletionSource();
            waiting.Add(step);
            return step.Task;
        }
    }
}
