using System.Runtime.InteropServices;
using System.Text;

namespace DigitalTwin.Search.Segments;

/// <summary>
/// What is searched of one document or catalogue, as it lies in its blob: it is used where it is, nothing is unpacked when it is loaded.
/// </summary>
/// <remarks>
/// <code>
/// header   magic, entries, terms, offsets of the parts, dimensions, language, sum of lengths
/// lengths  a float an entry: the sum of its frequencies
/// ids      n + 1 offsets, then the ids in UTF-8
/// terms    n + 1 offsets of terms and of their postings; then the terms in UTF-8, in the order of their bytes
/// postings for each term: how many entries have it; for each, how far its number is from the one before, and twice its frequency; all
///          of variable length, seven bits a byte
/// vectors  for each entry a scale (float), then for each the values as signed bytes; none where there is no model for them
/// </code>
/// All numbers are little-endian. Written by <see cref="SegmentWriter"/>.
/// </remarks>
internal sealed class SearchSegment
{
    internal const int Magic = 0x32535444;
    internal const int HeaderLength = 56;
    internal const int LanguageLength = 8;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly int idsAt;
    private readonly int termsAt;
    private readonly int postingsAt;
    private readonly int vectorsAt;

    private SearchSegment(ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        var header = MemoryMarshal.Cast<byte, int>(bytes.Span[..(HeaderLength - LanguageLength)]);
        (Count, TermCount, idsAt, termsAt, postingsAt, vectorsAt, Dimensions) =
            (header[1], header[2], header[3], header[4], header[5], header[6], header[7]);
        TotalLength = BitConverter.Int64BitsToDouble(BitConverter.ToInt64(bytes.Span[32..]));
        Language = Encoding.ASCII.GetString(bytes.Span.Slice(HeaderLength - LanguageLength, LanguageLength)).TrimEnd('\0');
    }

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <summary>How many terms it has.</summary>
    public int TermCount { get; }

    /// <summary>The length of its vectors; 0 where it has none.</summary>
    public int Dimensions { get; }

    /// <summary>The language of its terms, of two letters.</summary>
    public string Language { get; }

    /// <summary>The sum of the lengths of all entries.</summary>
    public double TotalLength { get; }

    /// <summary>Its size.</summary>
    public int Bytes => bytes.Length;

    /// <summary>The length of each entry.</summary>
    public ReadOnlySpan<float> Lengths => MemoryMarshal.Cast<byte, float>(bytes.Span.Slice(HeaderLength, 4 * Count));

    /// <summary>The scale of each entry's vector.</summary>
    public ReadOnlySpan<float> Scales => MemoryMarshal.Cast<byte, float>(bytes.Span.Slice(vectorsAt, 4 * Count));

    /// <summary>The values of all entries' vectors, one after the other.</summary>
    public ReadOnlySpan<sbyte> Vectors
        => MemoryMarshal.Cast<byte, sbyte>(bytes.Span.Slice(vectorsAt + (4 * Count), Count * Dimensions));

    /// <summary>Opens what a writer wrote.</summary>
    /// <exception cref="InvalidDataException">It is no segment, or one of another version.</exception>
    public static SearchSegment Open(ReadOnlyMemory<byte> bytes)
        => bytes.Length >= HeaderLength && BitConverter.ToInt32(bytes.Span) == Magic
            ? new SearchSegment(bytes)
            : throw new InvalidDataException("This is no search segment of this version.");

    /// <summary>The id of an entry.</summary>
    public string IdOf(int entry) => Encoding.UTF8.GetString(TextAt(idsAt, Count, entry));

    /// <summary>A term.</summary>
    public string TermOf(int term) => Encoding.UTF8.GetString(TextAt(termsAt, TermCount, term, tables: 2));

    /// <summary>How many entries have a term.</summary>
    public int CountOf(int term) => Read(PostingsOf(term), out _);

    /// <summary>The number of a term, or the complement of where it would stand.</summary>
    public int FindTerm(string term)
    {
        Span<byte> room = stackalloc byte[256];
        var wanted = Encoding.UTF8.GetMaxByteCount(term.Length) <= room.Length
            ? room[..Encoding.UTF8.GetBytes(term, room)]
            : Encoding.UTF8.GetBytes(term);
        var (low, high) = (0, TermCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = TextAt(termsAt, TermCount, middle, tables: 2).SequenceCompareTo(wanted);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>The entries that have a term.</summary>
    public PostingReader Postings(int term) => new(PostingsOf(term));

    private ReadOnlySpan<byte> PostingsOf(int term)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(bytes.Span.Slice(termsAt + (4 * (TermCount + 1)), 4 * (TermCount + 1)));
        return bytes.Span[(postingsAt + offsets[term])..(postingsAt + offsets[term + 1])];
    }

    private ReadOnlySpan<byte> TextAt(int at, int count, int index, int tables = 1)
    {
        var span = bytes.Span;
        var offsets = MemoryMarshal.Cast<byte, int>(span.Slice(at, 4 * (count + 1)));
        var texts = at + (tables * 4 * (count + 1));
        return span[(texts + offsets[index])..(texts + offsets[index + 1])];
    }

    internal static int Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var (value, shift) = (0, 0);
        for (length = 0; ; shift += 7)
        {
            var next = bytes[length++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>Reads the entries that have a term, in their order.</summary>
    internal ref struct PostingReader
    {
        private ReadOnlySpan<byte> left;

        public PostingReader(ReadOnlySpan<byte> postings)
        {
            Read(postings, out var length);
            left = postings[length..];
            Entry = -1;
        }

        /// <summary>The number of the entry.</summary>
        public int Entry { get; private set; }

        /// <summary>How often it has the term.</summary>
        public double Frequency { get; private set; }

        public bool MoveNext()
        {
            if (left.IsEmpty)
            {
                return false;
            }

            Entry += Read(left, out var length);
            left = left[length..];
            Frequency = Read(left, out length) / 2.0;
            left = left[length..];
            return true;
        }
    }
}
