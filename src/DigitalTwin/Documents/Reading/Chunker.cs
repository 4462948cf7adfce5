using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Documents.Reading;

/// <summary>Cuts a document into passages: by headings and pages, and where it becomes too long.</summary>
internal sealed partial class Chunker
{
    // About 400 tokens.
    private const int LongestPassage = 1_600;
    private const int LongestHeading = 200;

    private readonly List<Passage> passages = [];
    private readonly List<(int Level, string Text)> headings = [];

    // Headings without a text of their own yet.
    private readonly List<(int Level, string Text)> bare = [];
    private readonly StringBuilder text = new();
    private Block? tableHead;
    private BlockKind last;
    private bool isTableOpen;
    private int page;

    /// <summary>The passages, in the document's order.</summary>
    public static IReadOnlyList<Passage> Cut(IEnumerable<PageText> pages)
    {
        var chunker = new Chunker();
        foreach (var page in pages)
        {
            chunker.page = page.Number;
            chunker.tableHead = null;
            foreach (var block in page.Blocks)
            {
                chunker.Take(block);
            }

            chunker.End();
            chunker.Keep(_ => true);
        }

        return chunker.passages;
    }

    // A heading that nothing stands below is a line of text: a letterhead, a signature, the title of a slide.
    private void Keep(Func<(int Level, string Text), bool> isOver)
    {
        foreach (var heading in bare.Where(isOver).ToList())
        {
            var above = headings.TakeWhile(each => each != heading).Select(each => each.Text);
            passages.Add(new Passage(passages.Count + 1, page, [.. above], Escape(heading.Text)));
            bare.Remove(heading);
        }
    }

    private void Take(Block block)
    {
        if (block.Kind == BlockKind.Heading)
        {
            End();
            var heading = (block.Level, block.Text.Length <= LongestHeading ? block.Text : block.Text[..LongestHeading]);
            Keep(each => each.Level >= block.Level);
            headings.RemoveAll(each => each.Level >= block.Level);
            headings.Add(heading);
            bare.Add(heading);
            return;
        }

        bare.Clear();

        foreach (var piece in PiecesOf(block))
        {
            if (text.Length > 0 && text.Length + piece.Length > LongestPassage)
            {
                End();
            }

            Add(block, piece);
        }
    }

    private void Add(Block block, string piece)
    {
        if (block.Kind == BlockKind.Row)
        {
            AddRow(block);
        }
        else
        {
            isTableOpen = false;
            text.Append(text.Length == 0 ? "" : block.Kind == BlockKind.Item && last == BlockKind.Item ? "\n" : "\n\n")
                .Append(block.Kind == BlockKind.Item ? "- " : "").Append(Escape(piece));
        }

        last = block.Kind;
    }

    // A table that goes on in another passage has its head there, too.
    private void AddRow(Block row)
    {
        if (row.BeginsTable)
        {
            (tableHead, isTableOpen) = (row, false);
        }

        if (!isTableOpen)
        {
            var head = tableHead ?? row;
            text.Append(text.Length == 0 ? "" : "\n\n").Append(RowText(head)).Append('\n')
                .Append('|').Insert(text.Length, " --- |", CellsOf(head).Length);
            isTableOpen = true;
            if (head == row)
            {
                return;
            }
        }

        text.Append('\n').Append(RowText(row));
    }

    private void End()
    {
        if (text.Length > 0)
        {
            passages.Add(new Passage(passages.Count + 1, page, [.. headings.Select(each => each.Text)], text.ToString()));
            text.Clear();
        }

        isTableOpen = false;
    }

    private static IEnumerable<string> PiecesOf(Block block)
    {
        if (block.Text.Length <= LongestPassage || block.Kind == BlockKind.Row)
        {
            return [block.Text];
        }

        var pieces = new List<StringBuilder> { new() };
        foreach (var sentence in Sentences().Split(block.Text).SelectMany(sentence => sentence.Chunk(LongestPassage)))
        {
            if (pieces[^1].Length > 0 && pieces[^1].Length + sentence.Length > LongestPassage)
            {
                pieces.Add(new StringBuilder());
            }

            pieces[^1].Append(pieces[^1].Length > 0 ? " " : "").Append(sentence);
        }

        return pieces.Select(piece => piece.ToString());
    }

    private static string[] CellsOf(Block row) => row.Text.Split('\t');

    private static string RowText(Block row) => $"| {string.Join(" | ", CellsOf(row).Select(Escape))} |";

    // It is text, whatever it looks like: what is quoted of it is what was written.
    private static string Escape(string written) => LineStart().Replace(Marks().Replace(written, @"\$0"), @"\$0");

    [GeneratedRegex(@"[\\`*_\[\]<>|~&#]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^(?:[-+=]|(?<=^\d{1,9})[.)])")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"(?<=[.!?…。！？])\s+")]
    private static partial Regex Sentences();
}
