using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using DigitalTwin.Documents.Reading;
using Markdig;

namespace DigitalTwin.Documents.Formats;

/// <summary>Web pages, and Markdown, which becomes one.</summary>
internal static partial class HtmlFormat
{
    // What is nested deeper than any page needs it would exhaust the stack.
    private const int Deepest = 200;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "template", "noscript", "nav", "svg", "head", "iframe", "object", "select", "button", "input", "textarea",
    };

    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s",
        "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br", "img", "picture", "source", "ruby", "rt",
    };

    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
        => ReadPage(PlainText.Decode(file), cancellationToken);

    public static DocumentText ReadMarkdown(byte[] file, CancellationToken cancellationToken)
        => ReadPage(Markdown.ToHtml(PlainText.Decode(file), Pipeline), cancellationToken);

    private static DocumentText ReadPage(string html, CancellationToken cancellationToken)
    {
        using var page = new HtmlParser().ParseDocument(html);
        var reader = new Reader(cancellationToken);
        if (page.Body is { } body)
        {
            reader.Read(body, 0);
        }

        var title = page.Title is { Length: > 0 } given ? given.Trim() : null;
        return new DocumentText(title, [new PageText(1, reader.Take())]);
    }

    private static string Plain(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed class Reader(CancellationToken cancellationToken)
    {
        private readonly List<Block> blocks = [];
        private readonly StringBuilder text = new();

        public List<Block> Take()
        {
            End(Block.Paragraph);
            return blocks;
        }

        public void Read(INode parent, int depth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var node in depth > Deepest ? [] : parent.ChildNodes.AsEnumerable())
            {
                if (node is IText words)
                {
                    text.Append(words.Data);
                }
                else if (node is IElement element && IsSeen(element))
                {
                    ReadElement(element, depth);
                }
            }
        }

        private void ReadElement(IElement element, int depth)
        {
            var name = element.LocalName;
            if (name == "br")
            {
                text.Append(' ');
            }
            else if (Inline.Contains(name))
            {
                Read(element, depth + 1);
            }
            else if (name is ['h', >= '1' and <= '6'])
            {
                ReadAs(element, depth, words => Block.Heading(words, name[1] - '0'));
            }
            else if (name == "tr")
            {
                ReadRow(element);
            }
            else
            {
                ReadAs(element, depth, name is "li" or "dd" ? Block.Item : Block.Paragraph);
            }
        }

        private void ReadAs(IElement element, int depth, Func<string, Block> make)
        {
            End(Block.Paragraph);
            Read(element, depth + 1);
            End(make);
        }

        private void ReadRow(IElement row)
        {
            End(Block.Paragraph);
            var cells = row.Children.Where(IsSeen).Select(cell => Plain(cell.TextContent)).ToList();
            if (cells.Any(cell => cell.Length > 0))
            {
                var table = row.Closest("table");
                blocks.Add(Block.Row(cells, table?.QuerySelector("tr") == row));
            }
        }

        private void End(Func<string, Block> make)
        {
            if (Plain(text.ToString()) is { Length: > 0 } words)
            {
                blocks.Add(make(words));
            }

            text.Clear();
        }

        private static bool IsSeen(IElement element)
            => !Unseen.Contains(element.LocalName) && !element.HasAttribute("hidden") && element.GetAttribute("aria-hidden") != "true"
                && element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal)
                    .Contains("display:none", StringComparison.OrdinalIgnoreCase) != true;
    }
}
