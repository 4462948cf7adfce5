using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Inbox;

/// <summary>One kind of item in the owner's inbox: a partition of rows that sort newest first.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class InboxStore<T>(IRowStore rows, string partition, JsonTypeInfo<T> json)
    where T : class
{
    private const string Table = "inbox";
    private const string Data = "data";
    private const int MaxAttempts = 20;

    /// <summary>The id of an item that a tool call adds: the same each time the call is run.</summary>
    public static string IdOf(DateTimeOffset at, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8];
        return string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - at.UtcTicks:D19}-{hash}");
    }

    /// <summary>Adds an item; an item that exists already stays unchanged.</summary>
    public async Task AddAsync(string id, T item, CancellationToken cancellationToken)
    {
        try
        {
            await rows.WriteAsync(Table, partition, [RowWrite.Insert(id, Values(item))], cancellationToken);
        }
        catch (RowConflictException)
        {
            // The same call was run before.
        }
    }

    /// <summary>The items, newest first, at most 1,000.</summary>
    public async Task<IReadOnlyList<T>> ListAsync(CancellationToken cancellationToken)
        => [.. (await rows.QueryAsync(Table, partition, new RowRange("0", ":", RowLimits.QueryRows), cancellationToken)).Select(Read)];

    /// <summary>All items, newest first, without a limit.</summary>
    public async IAsyncEnumerable<T> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var from = "0"; ;)
        {
            var page = await rows.QueryAsync(Table, partition, new RowRange(from, ":", RowLimits.QueryRows), cancellationToken);
            foreach (var row in page)
            {
                yield return Read(row);
            }

            if (page.Count < RowLimits.QueryRows)
            {
                yield break;
            }

            from = page[^1].Key + "!";
        }
    }

    /// <summary>All items that match, newest first.</summary>
    public async Task<IReadOnlyList<T>> WhereAsync(Func<T, bool> isMatch, CancellationToken cancellationToken)
        => await AllAsync(cancellationToken).Where(isMatch).ToListAsync(cancellationToken);

    public async Task<T?> FindAsync(string id, CancellationToken cancellationToken)
        => IsId(id) && await rows.GetAsync(Table, partition, id, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Changes an item, whatever other callers do to it at the same time.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="change">Returns the changed item; may be called more than once.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The changed item, or <see langword="null"/> where it does not exist.</returns>
    public async Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; IsId(id); attempt++)
        {
            if (await rows.GetAsync(Table, partition, id, cancellationToken) is not { } row)
            {
                return null;
            }

            try
            {
                var changed = change(Read(row));
                await rows.WriteAsync(Table, partition, [RowWrite.Replace(id, Values(changed), row.ETag)], cancellationToken);
                return changed;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // Another caller was faster: read the item again.
            }
        }

        return null;
    }

    /// <summary>Changes an item so that none of its earlier content is kept anywhere.</summary>
    public async Task ReplaceForGoodAsync(string id, Func<T, T> change, CancellationToken cancellationToken)
    {
        if (await UpdateAsync(id, change, cancellationToken) is not null)
        {
            // A deletion removes all earlier content of the partition from the disk.
            await DeleteAsync("0", cancellationToken);
        }
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken)
        => rows.WriteAsync(Table, partition, [RowWrite.Delete(id)], cancellationToken);

    private static bool IsId(string id) => id.Length == 28 && id.All(c => char.IsAsciiHexDigitLower(c) || c == '-');

    private Dictionary<string, string> Values(T item) => new() { [Data] = JsonSerializer.Serialize(item, json) };

    private T Read(Row row) => JsonSerializer.Deserialize(row[Data]!, json)!;
}

/// <summary>The owner's inbox.</summary>
internal sealed class OwnerInbox(IRowStore rows)
{
    public InboxStore<Lead> Leads { get; } = new(rows, "leads", ProductJson.Api.Lead);

    public InboxStore<OpenQuestion> Questions { get; } = new(rows, "questions", ProductJson.Api.OpenQuestion);

    public InboxStore<HandOver> HandOvers { get; } = new(rows, "hand-overs", ProductJson.Api.HandOver);

    public InboxStore<Feedback> Feedback { get; } = new(rows, "feedback", ProductJson.Api.Feedback);

    public async Task<InboxView> ReadAsync(CancellationToken cancellationToken)
    {
        var questions = (await Questions.ListAsync(cancellationToken))
            .OrderBy(question => question.State)
            .ThenByDescending(question => question.Count)
            .ThenByDescending(question => question.LastAt);
        return new InboxView(
            await Leads.ListAsync(cancellationToken),
            [.. questions],
            await HandOvers.ListAsync(cancellationToken),
            await Feedback.ListAsync(cancellationToken));
    }

    /// <summary>Everything that came from a session, including the questions that it asked too.</summary>
    public async Task<InboxView> ReadSessionAsync(string sessionId, CancellationToken cancellationToken) => new(
        await Leads.WhereAsync(lead => lead.SessionId == sessionId, cancellationToken),
        await Questions.WhereAsync(question => IsAskedBy(question, sessionId), cancellationToken),
        await HandOvers.WhereAsync(handOver => handOver.SessionId == sessionId, cancellationToken),
        await Feedback.WhereAsync(feedback => feedback.SessionId == sessionId, cancellationToken));

    private static OpenQuestion Without(OpenQuestion question, string sessionId, string title) => question with
    {
        Question = title,
        Asked = [.. question.Asked.Where(asked => asked.SessionId != sessionId)],
    };

    private static bool IsAskedBy(OpenQuestion question, string sessionId)
        => question.Asked.Any(asked => asked.SessionId == sessionId);

    /// <summary>Deletes the ratings of sessions that are erased.</summary>
    public async Task EraseFeedbackAsync(IReadOnlySet<string> sessions, CancellationToken cancellationToken)
    {
        foreach (var feedback in await Feedback.WhereAsync(each => sessions.Contains(each.SessionId), cancellationToken))
        {
            await Feedback.DeleteAsync(feedback.Id, cancellationToken);
        }
    }

    /// <summary>Deletes what came from a session. A question that others asked too stays, without a trace of the session.</summary>
    public async Task EraseSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        var theirs = await ReadSessionAsync(sessionId, cancellationToken);
        foreach (var lead in theirs.Leads)
        {
            await Leads.DeleteAsync(lead.Id, cancellationToken);
        }

        foreach (var handOver in theirs.HandOvers)
        {
            await HandOvers.DeleteAsync(handOver.Id, cancellationToken);
        }

        foreach (var feedback in theirs.Feedback)
        {
            await Feedback.DeleteAsync(feedback.Id, cancellationToken);
        }

        foreach (var question in theirs.Questions)
        {
            var others = question.Asked.Where(asked => asked.SessionId != sessionId).ToList();
            if (others.Count == 0)
            {
                await Questions.DeleteAsync(question.Id, cancellationToken);
            }
            else
            {
                await Questions.ReplaceForGoodAsync(question.Id, now => Without(now, sessionId, others[0].Question), cancellationToken);
            }
        }
    }
}
