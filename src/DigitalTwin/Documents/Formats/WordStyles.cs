using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace DigitalTwin.Documents.Formats;

/// <summary>What the paragraphs of a Word document are by their styles, whatever language the styles are named in.</summary>
internal sealed class WordStyles(MainDocumentPart? main)
{
    private const int MostParents = 10;

    private readonly Dictionary<string, Style> byId = (main?.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        .Where(style => style.StyleId?.Value is not null).DistinctBy(style => style.StyleId!.Value!)
        .ToDictionary(style => style.StyleId!.Value!, StringComparer.Ordinal);

    /// <summary>The level of a heading, from 1; <see langword="null"/> for all else.</summary>
    public int? LevelOf(Paragraph paragraph)
    {
        if (paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value is { } own)
        {
            return own < 9 ? own + 1 : null;
        }

        var (id, parents) = (paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value, 0);
        while (id is not null && parents++ < MostParents)
        {
            var style = byId.GetValueOrDefault(id);
            var name = style?.StyleName?.Val?.Value ?? id;
            if (name.Equals("title", StringComparison.OrdinalIgnoreCase))
            {
                return 1;
            }

            if (name.StartsWith("heading", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(name[^1]))
            {
                return name[^1] - '0';
            }

            if (style?.StyleParagraphProperties?.OutlineLevel?.Val?.Value is { } level)
            {
                return level < 9 ? level + 1 : null;
            }

            id = style?.BasedOn?.Val?.Value;
        }

        return null;
    }

    /// <summary>Whether a paragraph is an item of a list.</summary>
    public bool IsItem(Paragraph paragraph)
    {
        var id = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
        return paragraph.ParagraphProperties?.NumberingProperties is { NumberingId.Val.Value: not 0 }
            || (id is not null && (id.StartsWith("List", StringComparison.OrdinalIgnoreCase)
                || byId.GetValueOrDefault(id)?.StyleParagraphProperties?.NumberingProperties is not null));
    }
}
