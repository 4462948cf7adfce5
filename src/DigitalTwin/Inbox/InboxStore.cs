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
/// <typeparam name="T">The item.</typeparam>
internal sealed class InboxStore<T>(IRowStore rows, string partition, JsonTypeInfo<T> json)
    where T : class
{
    private const string Table = "inbox";
    private const string Data = "data";
    private const int MaxAttempts = 20;

    /// <summary>The id of what a tool call puts in: the same each time the call is run.</summary>
    public static string IdOf(DateTimeOffset at, string key)
        => string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - at.UtcTicks:D19}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8]}");

    /// <summary>Puts an item in; one that is there already stays as it is.</summary>
    public async Task AddAsync(string id, T item, CancellationToken cancellationToken)
    {
        try
        {
            await rows.WriteAsync(Table, partition, [RowWrite.Insert(id, Values(item))], cancellationToken);
        }
        catch (RowConflictException)
        {
            // The same call, run again.
        }
    }

    /// <summary>The items, newest first, at most 1,000.</summary>
    public async Task<IReadOnlyList<T>> ListAsync(CancellationToken cancellationToken)
        => [.. (await rows.QueryAsync(Table, partition, new RowRange("0", ":", RowLimits.QueryRows), cancellationToken)).Select(Read)];

    /// <summary>All items, newest first, however many there are.</summary>
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

    public async Task<T?> FindAsync(string id, CancellationToken cancellationToken)
        => IsId(id) && await rows.GetAsync(Table, partition, id, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Changes an item, whatever others do to it at the same time.</summary>
    /// <param name="id">The item.</param>
    /// <param name="change">Gives the item as it shall be; may be asked more than once.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The changed item, or <see langword="null"/> where there is none.</returns>
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
                // Somebody else was faster: look again.
            }
        }

        return null;
    }

    /// <summary>Changes an item so that nothing of what it was before is kept anywhere.</summary>
    public async Task ReplaceForGoodAsync(string id, Func<T, T> change, CancellationToken cancellationToken)
    {
        if (await UpdateAsync(id, change, cancellationToken) is not null)
        {
            // What is deleted, and with it what the partition held before, leaves the disk.
            await DeleteAsync("0", cancellationToken);
        }
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => rows.WriteAsync(Table, partition, [RowWrite.Delete(id)], cancellationToken);

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
        => new(await Leads.ListAsync(cancellationToken),
            [.. (await Questions.ListAsync(cancellationToken)).OrderBy(question => question.State).ThenByDescending(question => question.Count).ThenByDescending(question => question.LastAt)],
            await HandOvers.ListAsync(cancellationToken),
            await Feedback.ListAsync(cancellationToken));

    /// <summary>Everything that came from a session: questions as far as it asked them.</summary>
    public async Task<InboxView> ReadSessionAsync(string sessionId, CancellationToken cancellationToken) => new(
        await Leads.AllAsync(cancellationToken).Where(lead => lead.SessionId == sessionId).ToListAsync(cancellationToken),
        await Questions.AllAsync(cancellationToken).Where(question => question.Asked.Any(asked => asked.SessionId == sessionId)).ToListAsync(cancellationToken),
        await HandOvers.AllAsync(cancellationToken).Where(handOver => handOver.SessionId == sessionId).ToListAsync(cancellationToken),
        await Feedback.AllAsync(cancellationToken).Where(feedback => feedback.SessionId == sessionId).ToListAsync(cancellationToken));

    /// <summary>Removes the ratings of conversations that are erased.</summary>
    public async Task EraseFeedbackAsync(IReadOnlySet<string> sessions, CancellationToken cancellationToken)
    {
        foreach (var feedback in await Feedback.AllAsync(cancellationToken).Where(feedback => sessions.Contains(feedback.SessionId)).ToListAsync(cancellationToken))
        {
            await Feedback.DeleteAsync(feedback.Id, cancellationToken);
        }
    }

    /// <summary>Removes what came from a session. A question others asked, too, stays, without a trace of it.</summary>
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
            await (others.Count == 0
                ? Questions.DeleteAsync(question.Id, cancellationToken)
                : Questions.ReplaceForGoodAsync(question.Id, now => now with { Question = others[0].Question, Asked = [.. now.Asked.Where(asked => asked.SessionId != sessionId)] }, cancellationToken));
        }
    }
}
