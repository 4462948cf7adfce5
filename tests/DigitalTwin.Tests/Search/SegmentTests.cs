using DigitalTwin.Search.Segments;

namespace DigitalTwin.Tests.Search;

/// <summary>Segments: what is written is found, by words and by meaning, and only where it may be.</summary>
public sealed class SegmentTests
{
    private static readonly SearchSegment Kitchen = Segment(
        "en", ("soup", "Leek soup", "Leeks, potatoes and cream."), ("bread", "Rye bread", "Rye flour, salt."));

    private static readonly SearchSegment Garden = Segment(
        "en", ("leeks", "Growing leeks", "Sow the leeks in March."), ("bees", "Bees", "They swarm in June."));

    [Theory]
    [InlineData("rye", "bread")]
    [InlineData("When do bees swarm?", "bees")]
    [InlineData("potatos", "soup")]
    [InlineData("growing leek", "leeks")]
    public void Words_their_forms_and_slips_of_the_keyboard_are_found(string query, string id)
        => SegmentSearch.Find(new SearchSpace([Kitchen, Garden]), query, 3)[0].Id.ShouldBe(id);

    [Fact]
    public void What_is_not_among_the_segments_changes_no_rank()
    {
        var alone = SegmentSearch.Find(new SearchSpace([Kitchen]), "leek soup", 5);
        alone.Select(hit => hit.Id).ShouldBe(["soup"]);
        alone[0].Score.ShouldBe(SegmentSearch.Find(new SearchSpace([Kitchen]), "leek soup", 5)[0].Score);
        SegmentSearch.Find(new SearchSpace([Kitchen, Garden]) { Allows = (segment, _) => segment == Kitchen }, "leeks", 5)
            .ShouldAllBe(hit => hit.Segment == Kitchen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("xylophone")]
    public void What_says_nothing_or_is_not_there_finds_nothing(string query)
        => SegmentSearch.Find(new SearchSpace([Kitchen, Garden]), query, 5).ShouldBeEmpty();

    [Fact]
    public void An_empty_segment_is_one_and_another_file_is_none()
    {
        SegmentSearch.Find(new SearchSpace([Segment("en")]), "leek", 5).ShouldBeEmpty();
        Should.Throw<InvalidDataException>(() => SearchSegment.Open(new byte[100]));
    }

    [Fact]
    public void Small_vectors_rank_as_floats_do()
    {
        var random = new Random(7);
        float[] Vector() => [.. Enumerable.Range(0, 385).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        List<float[]> vectors = [.. Enumerable.Range(0, 400).Select(_ => Vector())];
        var query = Vector();
        List<ISearchable> entries = [.. vectors.Index().Select(each => new Entry($"{each.Index}", "x", "x"))];
        var segment = SearchSegment.Open(SegmentWriter.Write("en", entries, vectors));
        var found = MeaningSearch.Find(new SearchSpace([segment]), query, 10);
        var exact = vectors.Index().OrderByDescending(each => Cosine(query, each.Item)).Take(10).ToList();
        found.Select(hit => hit.Id).Intersect(exact.Select(each => $"{each.Index}")).Count().ShouldBeGreaterThanOrEqualTo(9);
        found[0].Score.ShouldBe(Cosine(query, vectors[int.Parse(found[0].Id, System.Globalization.CultureInfo.InvariantCulture)]), 0.01);

        // The largest products of bytes there are: their sum is not one of bytes.
        sbyte[] most = [.. Enumerable.Repeat((sbyte)127, 4_096)];
        SmallVector.Dot(most, most).ShouldBe(127f * 127 * 4_096);
    }

    [Fact]
    public void What_is_high_in_both_lists_comes_first()
    {
        var words = SegmentSearch.Find(new SearchSpace([Kitchen, Garden]), "leeks", 5);
        var fused = MeaningSearch.Fuse(5, words, [words[1] with { By = SearchHit.Meaning }]);
        fused[0].Id.ShouldBe(words[1].Id);
        fused[0].By.ShouldBe(["words", "meaning"]);
    }

    private static double Cosine(float[] one, float[] other)
        => one.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(one.Sum(a => (double)a * a) * other.Sum(b => (double)b * b));

    private static SearchSegment Segment(string language, params (string Id, string Title, string Text)[] entries)
        => SearchSegment.Open(SegmentWriter.Write(language, [.. entries.Select(each => new Entry(each.Id, each.Title, each.Text))]));

    private sealed class Entry(string id, string title, string text) : ISearchable
    {
        public string Id => id;

        public IEnumerable<SearchField> Fields => [new(title, 2.5), new(text, 1)];
    }
}
