using System.Runtime.InteropServices;
using System.Text;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Search.Segments;

/// <summary>Writes a <see cref="SearchSegment"/>.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly MemoryStream stream = new();
    private readonly BinaryWriter writer;

    private SegmentWriter() => writer = new BinaryWriter(stream);

    /// <summary>The segment of some entries.</summary>
    /// <param name="language">The language that they are written in, of two letters.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="vectors">A vector for each, all of the same length; or <see langword="null"/>.</param>
    public static byte[] Write(string language, IReadOnlyList<ISearchable> entries, IReadOnlyList<float[]>? vectors = null)
    {
        using var writer = new SegmentWriter();
        return writer.WriteAll(TextAnalyzer.For(language), entries, vectors);
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private byte[] WriteAll(TextAnalyzer analyzer, IReadOnlyList<ISearchable> entries, IReadOnlyList<float[]>? vectors)
    {
        var lengths = new float[entries.Count];
        var postings = new SortedDictionary<byte[], List<(int Entry, double Frequency)>>(ByBytes.Instance);
        foreach (var (index, entry) in entries.Index())
        {
            var frequencies = FrequenciesOf(entry, analyzer);
            lengths[index] = (float)Math.Max(1, frequencies.Values.Sum());
            foreach (var (term, frequency) in frequencies)
            {
                var key = Encoding.UTF8.GetBytes(term);
                if (!postings.TryGetValue(key, out var list))
                {
                    postings.Add(key, list = []);
                }

                list.Add((index, frequency));
            }
        }

        stream.Position = SearchSegment.HeaderLength;
        Array.ForEach(lengths, writer.Write);
        var ids = WriteTexts([.. entries.Select(entry => Encoding.UTF8.GetBytes(entry.Id))], null);
        List<byte[]> lists = [.. postings.Values.Select(Encode)];
        var terms = WriteTexts([.. postings.Keys], lists);
        var listsAt = Align();
        lists.ForEach(writer.Write);
        var vectorsAt = WriteVectors(vectors);
        WriteHeader(
            [SearchSegment.Magic, entries.Count, postings.Count, ids, terms, listsAt, vectorsAt, vectors is [var first, ..] ? first.Length
                : 0],
            lengths.Sum(length => (double)length), analyzer.Language);
        return stream.ToArray();
    }

    private static Dictionary<string, double> FrequenciesOf(ISearchable entry, TextAnalyzer analyzer)
    {
        var frequencies = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var field in entry.Fields.Where(field => field.Text.Length > 0))
        {
            foreach (var term in analyzer.IndexTerms(field.Text))
            {
                frequencies[term] = frequencies.GetValueOrDefault(term) + field.Weight;
            }
        }

        return frequencies;
    }

    // The offsets of texts, then those of what belongs to them, then the texts.
    private int WriteTexts(IReadOnlyList<byte[]> texts, List<byte[]>? lists)
    {
        var at = Align();
        WriteOffsets(texts);
        if (lists is not null)
        {
            WriteOffsets(lists);
        }

        foreach (var text in texts)
        {
            writer.Write(text);
        }

        return at;
    }

    private void WriteOffsets(IReadOnlyList<byte[]> parts)
    {
        var offset = 0;
        writer.Write(offset);
        foreach (var part in parts)
        {
            writer.Write(offset += part.Length);
        }
    }

    private int WriteVectors(IReadOnlyList<float[]>? vectors)
    {
        var at = Align();
        var quantized = (vectors ?? []).Select(SmallVector.Of).ToList();
        quantized.ForEach(vector => writer.Write(vector.Scale));
        quantized.ForEach(vector => writer.Write(MemoryMarshal.AsBytes(vector.Values.AsSpan())));
        return at;
    }

    private void WriteHeader(int[] numbers, double totalLength, string language)
    {
        stream.Position = 0;
        Array.ForEach(numbers, writer.Write);
        writer.Write(totalLength);
        stream.Position = SearchSegment.HeaderLength - SearchSegment.LanguageLength;
        writer.Write(Encoding.ASCII.GetBytes(language.PadRight(SearchSegment.LanguageLength, '\0')));
    }

    // Numbers are read where they are.
    private int Align()
    {
        while (stream.Position % 8 != 0)
        {
            writer.Write((byte)0);
        }

        return (int)stream.Position;
    }

    private static byte[] Encode(List<(int Entry, double Frequency)> list)
    {
        var bytes = new List<byte>();
        Add(bytes, list.Count);
        var last = -1;
        foreach (var (entry, frequency) in list)
        {
            Add(bytes, entry - last);
            Add(bytes, (int)Math.Round(2 * frequency));
            last = entry;
        }

        return [.. bytes];
    }

    private static void Add(List<byte> bytes, int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }

    private sealed class ByBytes : IComparer<byte[]>
    {
        public static ByBytes Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
