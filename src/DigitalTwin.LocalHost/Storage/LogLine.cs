using System.Text.Json;
using System.Text.Json.Serialization;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>A row as a log keeps it.</summary>
/// <param name="Key">The row's key, escaped.</param>
/// <param name="Number">The number of the batch that wrote it.</param>
/// <param name="Values">The values, not escaped, or <see langword="null"/> for a row that was deleted.</param>
internal sealed record StoredRow(string Key, long Number, Dictionary<string, string>? Values)
{
    public static StoredRow From(RowWrite write, long number)
    {
        var values = write.Kind == RowWriteKind.Delete ? null : new Dictionary<string, string>(write.Values, StringComparer.Ordinal);
        return new StoredRow(RowText.EscapeKey(write.Key), number, values);
    }
}

/// <summary>The first line of a log.</summary>
internal sealed record LogHeader(
    [property: JsonPropertyName("partition")] string Partition,
    [property: JsonPropertyName("epoch")] string Epoch);

/// <summary>A line of a log: its header, or a batch.</summary>
internal sealed record LogLine(LogHeader? Header, long Number, IReadOnlyList<StoredRow> Rows)
{
    public static LogHeader? TryParseHeader(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LogJson.Default.LogHeader) is { Partition: not null, Epoch: not null } header
                ? header
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] HeaderBytes(string partition, string epoch)
        => Line(JsonSerializer.SerializeToUtf8Bytes(new LogHeader(partition, epoch), LogJson.Default.LogHeader));

    public static byte[] Batch(long number, IReadOnlyList<StoredRow> rows)
        => Line(JsonSerializer.SerializeToUtf8Bytes(new BatchLine(number, [.. rows.Select(Encode)]), LogJson.Default.BatchLine));

    /// <summary>Reads a batch.</summary>
    /// <exception cref="JsonException">The line is not a valid batch.</exception>
    public static LogLine ParseBatch(ReadOnlySpan<byte> line)
    {
        var batch = JsonSerializer.Deserialize(line, LogJson.Default.BatchLine) is { Rows: not null } parsed
            && parsed.Rows.All(row => row is { Key: not null })
            ? parsed
            : throw new JsonException();
        return new LogLine(null, batch.Number, [.. batch.Rows.Select(Decode)]);
    }

    private static byte[] Line(byte[] json) => [.. json, (byte)'\n'];

    private static RowLine Encode(StoredRow row)
        => new(row.Key, row.Number, Convert(row.Values, RowText.EscapeValue));

    private static StoredRow Decode(RowLine row)
        => new(row.Key, row.Number, Convert(row.Values, text => RowText.UnescapeValue(text)));

        private static Dictionary<string, string>? Convert(Dictionary<string, string>? values, Func<string, string> convert)
            => values?.ToDictionary(value => convert(value.Key), value => convert(value.Value), StringComparer.Ordinal);
}

internal sealed record BatchLine(
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("rows")] RowLine[] Rows);

internal sealed record RowLine(
    [property: JsonPropertyName("k")] string Key,
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("v")] Dictionary<string, string>? Values);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogHeader))]
[JsonSerializable(typeof(BatchLine))]
internal sealed partial class LogJson : JsonSerializerContext;
