using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.Activities;

/// <summary>The twin's storage goes away for good before or after any write: there is no act without its record.</summary>
public sealed class CutOffActTests
{
    // By what each of them leaves, and how it stands in the log.
    private static readonly (string Effect, string Record)[] Acts
        = [("keys/api/", "IssueKey"), ("ledger/limits/", "SetLimits"), ("inbox/leads/c-", "CloseLead")];

    [Fact]
    public async Task Wherever_it_is_cut_off_there_is_no_act_without_its_record()
    {
        var (acts, cuts) = (0, 0);
        for (var cut = 1; ; cut++)
        {
            using var folder = new TempFolder();
            var wasCut = await ActAsync(folder.Path, cut);
            var rows = DataOnDisk.Rows(folder.Path);
            foreach (var (effect, record) in Acts)
            {
                var isDone = rows.Any(row => row.StartsWith(effect, StringComparison.Ordinal));
                var isWritten = rows.Any(row => row.StartsWith("activity/", StringComparison.Ordinal)
                    && row.Contains($"\"{record}\"", StringComparison.Ordinal) && row.Contains("begun", StringComparison.Ordinal));
                (isWritten || !isDone).ShouldBeTrue($"{record}, cut off at {cut}: {string.Join('\n', rows)}");
                acts += isDone ? 1 : 0;
            }

            if (!wasCut)
            {
                break;
            }

            cuts++;
        }

        // Three acts of three writes each, cut off before and after each of them.
        cuts.ShouldBeGreaterThanOrEqualTo(18);
        acts.ShouldBeGreaterThan(cuts);
    }

    // Whether it was cut off at all.
    private static async Task<bool> ActAsync(string folder, int cut)
    {
        CutRowStore? store = null;
        await using var host = await TwinHost.StartAsync(data: folder, configure: services =>
        {
            var inner = services.Last(service => service.ServiceType == typeof(IRowStore));
            services.AddSingleton<IRowStore>(provider => store = new CutRowStore((IRowStore)inner.ImplementationFactory!(provider)));
        });
        await host.Client.SendAsync(HttpMethod.Post, "/api/sessions");
        var lead = TwinClient.Json(new { name = "Bob", contact = "bob@example.org", message = "Call me.", consent = true });
        (await host.Client.SendAsync(HttpMethod.Post, $"/api/sessions/{host.Client.SessionId}/leads", lead)).Status.ShouldBe(204);
        using var owner = await host.NewOwnerAsync();
        var id = (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("leads")[0].GetProperty("id").GetString();
        store!.CutAt(cut);
        await owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "p" }));
        await owner.SendAsync(HttpMethod.Put, "/api/owner/limits", TwinClient.Json(new { month = 7 }));
        await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/leads/{id}/close");
        return store.IsCut;
    }

    private sealed class CutRowStore(IRowStore inner) : IRowStore
    {
        private int left = int.MaxValue;

        public bool IsCut => left <= 0;

        public void CutAt(int moment) => left = moment;

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
            => Alive(inner.GetAsync(table, partition, key, cancellationToken));

        public Task<IReadOnlyList<Row>> QueryAsync(string table, string partition, RowRange range, CancellationToken cancellationToken)
            => Alive(inner.QueryAsync(table, partition, range, cancellationToken));

        public async Task<IReadOnlyList<string>> WriteAsync(
            string table, string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellationToken)
        {
            Pass();
            var etags = await inner.WriteAsync(table, partition, batch, cancellationToken);
            Pass();
            return etags;
        }

        public Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
            => inner.DeletePartitionAsync(table, partition, cancellationToken);

        public IAsyncEnumerable<PartitionRow> ScanAsync(string table, string key, CancellationToken cancellationToken)
            => inner.ScanAsync(table, key, cancellationToken);

        private Task<T> Alive<T>(Task<T> answer) => IsCut ? throw new IOException("The power is off.") : answer;

        private void Pass()
        {
            if (Interlocked.Decrement(ref left) <= 0)
            {
                throw new IOException("The power is off.");
            }
        }
    }
}
