using System.Diagnostics;
using DigitalTwin.Offerings;
using DigitalTwin.Search.Segments;
using DigitalTwin.Testing.Needs;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Tests.Offerings;

/// <summary>A hundred judged needs over tens of thousands of things, beside SQLite's full-text search on the same fields.</summary>
public sealed class NeedsTests(ITestOutputHelper output)
{
    [Fact]
    public void Finds_what_is_needed_at_least_as_well_as_full_text_search()
    {
        var catalog = DebianCatalog.Load();
        Assert.SkipWhen(catalog is null, "There are no package lists here: apt-get -o Acquire::Languages=en update makes them.");
        var needs = NeedSet.Load();
        var segment = SearchSegment.Open(SegmentWriter.Write("en", [.. catalog.Select(offering => new SearchableOffering(offering))]));
        using var fullText = new FullText(catalog);
        var times = new List<double>();
        double ours = 0, theirs = 0;
        foreach (var need in needs)
        {
            var started = Stopwatch.GetTimestamp();
            var found = SegmentSearch.Find(new SearchSpace([segment]), need.Need, 5);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            var (own, other) = (need.GainOf(found.Select(hit => hit.Id)), need.GainOf(fullText.Find(need.Need)));
            output.WriteLine($"{need.Id} {own:0.00} {other:0.00} {need.Need} | {string.Join(' ', found.Select(hit => hit.Id))}");
            (ours, theirs) = (ours + own, theirs + other);
        }

        output.WriteLine(
            $"nDCG@5 {ours / needs.Count:0.000}, FTS5 {theirs / needs.Count:0.000}; {catalog.Count} entries, "
            + $"{segment.Bytes / 1024 / 1024} MiB; p95 {times.Order().ElementAt(times.Count * 95 / 100):0.0} ms");
        ours.ShouldBeGreaterThanOrEqualTo(theirs);
    }

    private sealed class FullText : IDisposable
    {
        private readonly SqliteConnection connection = new("Data Source=:memory:");

        public FullText(IReadOnlyList<Offering> catalog)
        {
            connection.Open();
            Run("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, kind, description, tokenize='porter unicode61')");
            using var transaction = connection.BeginTransaction();
            foreach (var each in catalog)
            {
                using var insert = connection.CreateCommand();
                insert.CommandText = "INSERT INTO t VALUES ($id, $title, $kind, $description)";
                insert.Parameters.AddWithValue("$id", each.Id);
                insert.Parameters.AddWithValue("$title", each.Title);
                insert.Parameters.AddWithValue("$kind", each.Kind);
                insert.Parameters.AddWithValue("$description", each.Description);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        public IReadOnlyList<string> Find(string need)
        {
            var words = new string([.. need.Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            using var query = connection.CreateCommand();
            query.CommandText = "SELECT id FROM t WHERE t MATCH $query ORDER BY bm25(t) LIMIT 5";
            query.Parameters.AddWithValue("$query", string.Join(" OR ", words.Select(word => $"\"{word}\"")));
            using var reader = query.ExecuteReader();
            var found = new List<string>();
            while (reader.Read())
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }

        public void Dispose() => connection.Dispose();

        private void Run(string command)
        {
            using var statement = connection.CreateCommand();
            statement.CommandText = command;
            statement.ExecuteNonQuery();
        }
    }
}
