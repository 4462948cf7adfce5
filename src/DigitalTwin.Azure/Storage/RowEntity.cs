using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>
/// A row as Table storage keeps it: keys and values escaped, values over 64 KiB split into several properties, and
/// the stamp of the batch that wrote it.
/// </summary>
/// <remarks>https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model</remarks>
internal static class RowEntity
{
    // UTF-16 units of a property; 64 KiB are 32,768.
    private const int ChunkLength = 32_000;

    // A row of at most 1 MiB never has more chunks than that.
    private const int MostChunks = 18;

    private const string Stamp = "_batch";

    public static TableEntity Create(string partition, RowWrite write, string stamp)
    {
        var entity = new TableEntity(RowText.EscapeKey(partition), RowText.EscapeKey(write.Key)) { [Stamp] = stamp };
        foreach (var (name, value) in write.Values)
        {
            foreach (var (index, chunk) in Chunks(RowText.EscapeValue(value)).Index())
            {
                entity[ChunkName(name, index)] = chunk;
            }
        }

        return entity;
    }

    public static Row ToRow(TableEntity entity)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in entity)
        {
            if (value is string first && RowLimits.IsValueName(name) && name is not ("PartitionKey" or "RowKey" or "Timestamp"))
            {
                values[name] = RowText.UnescapeValue(Join(entity, name, first));
            }
        }

        return new Row(RowText.UnescapeKey(entity.RowKey), values, entity.ETag.ToString());
    }

    /// <summary>Whether this batch wrote the row.</summary>
    public static bool IsFrom(TableEntity entity, string stamp) => entity.GetString(Stamp) == stamp;

    /// <summary>The properties to request for these values, their chunks included.</summary>
    public static IEnumerable<string>? Properties(IReadOnlyList<string>? values)
        => values is null
            ? null
            : ["PartitionKey", "RowKey", .. values.SelectMany(ChunkNames)];

    private static string Join(TableEntity entity, string name, string first)
    {
        if (!entity.ContainsKey(ChunkName(name, 1)))
        {
            return first;
        }

        var whole = new StringBuilder(first);
        for (var index = 1; entity.TryGetValue(ChunkName(name, index), out var next) && next is string chunk; index++)
        {
            whole.Append(chunk);
        }

        return whole.ToString();
    }

    private static IEnumerable<string> ChunkNames(string name)
        => Enumerable.Range(0, MostChunks).Select(index => ChunkName(name, index));

    // Value names contain no underscore, so no value's name can equal the name of another value's chunk.
    private static string ChunkName(string name, int index)
        => index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{index}");

    private static IEnumerable<string> Chunks(string text)
    {
        var start = 0;
        do
        {
            var length = Math.Min(ChunkLength, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            yield return text.Substring(start, length);
            start += length;
        }
        while (start < text.Length);
    }
}
