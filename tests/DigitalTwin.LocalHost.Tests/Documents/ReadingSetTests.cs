using DigitalTwin.Personas.Search;
using DigitalTwin.Testing.Reading;

namespace DigitalTwin.LocalHost.Tests.Documents;

/// <summary>What is read of documents that were made from known text: quotes, pages, and whether questions find them.</summary>
public sealed class ReadingSetTests(ReadingSetFixture set, ITestOutputHelper output) : IClassFixture<ReadingSetFixture>
{
    private const double MostScanErrors = 0.02;
    private const double LeastRead = 0.97;

    // By words alone, of questions of which two thirds were worded otherwise than the documents on purpose.
    private const int LeastFound = 64;

    public static TheoryData<string> Files() => [.. ReadingSet.Documents.Select(document => document.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Quotes_are_what_was_written_on_the_page_that_is_named(string file)
    {
        var document = ReadingSet.Documents.Single(each => each.File == file);
        Assert.SkipWhen(document.ScannedPages.Count > 0 && !ReadingSetFixture.CanReadPictures, "tesseract is not installed here.");
        var view = await set.Owner.GetAsync($"/api/owner/documents/{set.IdOf(document)}");
        view.Text("state").ShouldBe("ready", view.Json.ToString());
        var passages = await PassagesAsync(set.IdOf(document));
        var wrong = new List<string>();
        foreach (var (index, known) in document.KnownPages.Index())
        {
            var (page, plain) = (index + 1, ReadingSet.Plain(known));
            var read = passages.Where(passage => passage.Page == page).ToList();
            var above = passages.LastOrDefault(passage => passage.Page < page)?.Headings ?? [];
            if (document.ScannedPages.Contains(page))
            {
                var errors = ReadingSet.ErrorsOf(plain, ReadingSet.Plain(TextOf(read, above)));
                output.WriteLine($"{file} page {page}: {errors:P2} of characters are wrong");
                if (errors > MostScanErrors)
                {
                    wrong.Add($"page {page}: {errors:P2} of characters: {ReadingSet.Plain(TextOf(read, above))}");
                }

                continue;
            }

            wrong.AddRange(read.SelectMany(QuotesOf).Where(quote => !plain.Contains(ReadingSet.Plain(quote), StringComparison.Ordinal))
                .Select(quote => $"page {page}: {quote}"));
            var share = ShareOf(plain, ReadingSet.Plain(TextOf(read, above)));
            if (share < LeastRead)
            {
                wrong.Add($"page {page}: {share:P1} of the words were read: {ReadingSet.Plain(TextOf(read, above))}");
            }
        }

        view.Json.GetProperty("pages").GetInt32().ShouldBe(document.Pages);
        view.Json.GetProperty("unreadPages").EnumerateArray().Select(page => page.GetInt32()).ShouldBe(document.UnreadPages);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Questions_find_the_page_that_answers_them()
    {
        Assert.SkipUnless(ReadingSetFixture.CanReadPictures, "tesseract is not installed here.");
        var missed = new List<string>();
        foreach (var question in ReadingSet.Questions)
        {
            var answer = await set.Owner.GetAsync($"/api/owner/search?scope=documents&limit=5&q={Uri.EscapeDataString(question.Question)}");
            var hits = answer.Json.GetProperty("hits").EnumerateArray()
                .Select(hit => (File: set.FileOf(hit.GetProperty("id").GetString()!), Page: hit.GetProperty("page").GetInt32())).ToList();
            if (!hits.Contains((question.File, question.Page)))
            {
                missed.Add($"{question.Id} {question.Question} → {question.File} {question.Page}: {string.Join(", ", hits)}");
            }
        }

        missed.ForEach(output.WriteLine);
        (ReadingSet.Questions.Count - missed.Count).ShouldBeGreaterThanOrEqualTo(LeastFound);
    }

    private static IEnumerable<string> QuotesOf(ReadPassage passage)
        => FactParts.Of(passage.Text).Select(part => part.Kind == FactPartKind.Row
            ? string.Join(' ', part.Markdown.Split('|').Select(Passages.PlainText).Where(cell => cell.Length > 0))
            : part.Plain);

    // Headings and text, in the order they stand in.
    private static string TextOf(IReadOnlyList<ReadPassage> passages, IReadOnlyList<string> above)
    {
        var (texts, last) = (new List<string>(), above.ToArray());
        foreach (var passage in passages)
        {
            texts.AddRange(passage.Headings.Where((heading, at) => at >= last.Length || last[at] != heading));
            var head = FactParts.Of(passage.Text).Where(part => part.Kind == FactPartKind.Row).Select(part => part.Lead.Split('\n')[0])
                .Distinct();
            texts.AddRange(head.Concat(QuotesOf(passage)));
            last = [.. passage.Headings];
        }

        return string.Join('\n', texts);
    }

    private static double ShareOf(string known, string read)
    {
        var left = read.Split(' ').CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        var words = known.Split(' ');
        var found = words.Count(word => left.GetValueOrDefault(word) > 0 && left[word]-- > 0);
        return (double)found / words.Length;
    }

    private async Task<IReadOnlyList<ReadPassage>> PassagesAsync(string id)
    {
        var all = new List<ReadPassage>();
        for (int? after = 0; after is not null;)
        {
            var page = (await set.Owner.GetAsync($"/api/owner/documents/{id}/passages?after={after}")).Json;
            all.AddRange(page.GetProperty("passages").EnumerateArray().Select(passage => new ReadPassage(
                passage.GetProperty("page").GetInt32(),
                [.. passage.GetProperty("headings").EnumerateArray().Select(heading => heading.GetString()!)],
                passage.GetProperty("text").GetString()!)));
            after = page.TryGetProperty("next", out var next) ? next.GetInt32() : null;
        }

        return all;
    }

    private sealed record ReadPassage(int Page, IReadOnlyList<string> Headings, string Text);
}
