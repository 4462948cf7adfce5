using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalTwin.Testing.Reading;

/// <summary>A document of the set.</summary>
public sealed record KnownDocument(string File, string Known, string Kind, int Pages, string Language, string Title)
{
    public IReadOnlyList<int> UnreadPages { get; init; } = [];

    public IReadOnlyList<int> ScannedPages { get; init; } = [];

    public byte[] Bytes => System.IO.File.ReadAllBytes(ReadingSet.PathOf($"files/{File}"));

    /// <summary>The text that the document was made from, page by page.</summary>
    public IReadOnlyList<string> KnownPages => System.IO.File.ReadAllText(ReadingSet.PathOf($"known/{Known}")).Split('\f');
}

/// <summary>A question, and where its answer stands.</summary>
public sealed record KnownQuestion(string Id, string Question, string File, int Page, string Quote);

/// <summary>Twenty documents made from known text, with a hundred questions that were written before anything could read them.</summary>
public static partial class ReadingSet
{
    public static IReadOnlyList<KnownDocument> Documents { get; } = Load<KnownDocument>("manifest.json");

    public static IReadOnlyList<KnownQuestion> Questions { get; } = Load<KnownQuestion>("questions.json");

    public static string PathOf(string path) => RepositoryFiles.PathOf($"tests/DigitalTwin.Testing/Reading/{path}");

    /// <summary>A text with single spaces: where lines end, and what stands between the cells of a table, is not compared.</summary>
    public static string Plain(string text)
        => Spaces().Replace(text.Replace("\u00AD", "", StringComparison.Ordinal).Replace('|', ' '), " ").Trim();

    /// <summary>How many characters have to be changed, as a share of those of the first text.</summary>
    public static double ErrorsOf(string known, string read)
    {
        int[] above = [.. Enumerable.Range(0, read.Length + 1)], row = new int[read.Length + 1];
        for (var i = 1; i <= known.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= read.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (known[i - 1] == read[j - 1] ? 0 : 1));
            }

            (above, row) = (row, above);
        }

        return (double)above[^1] / Math.Max(1, known.Length);
    }

    private static List<T> Load<T>(string file)
        => JsonSerializer.Deserialize<List<T>>(File.ReadAllText(PathOf(file)), JsonSerializerOptions.Web)!;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
