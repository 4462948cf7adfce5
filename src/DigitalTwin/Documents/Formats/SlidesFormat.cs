using DigitalTwin.Documents.Reading;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace DigitalTwin.Documents.Formats;

/// <summary>Presentations, each slide a page.</summary>
internal static class SlidesFormat
{
    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(file, writable: false);
        var settings = new OpenSettings { MaxCharactersInPart = ReadingLimits.MostCharacters };
        using var document = PresentationDocument.Open(stream, isEditable: false, settings);
        var main = document.PresentationPart;
        var ids = main?.Presentation?.SlideIdList?.Elements<SlideId>().ToList() ?? [];
        ReadingLimits.CheckPages(ids.Count);
        List<PageText> pages = [];
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (main!.GetPartById(id.RelationshipId!) is SlidePart { Slide.Show: null or { Value: true } } slide)
            {
                pages.Add(new PageText(pages.Count + 1, [.. BlocksOf(slide)]));
            }
            else
            {
                // A hidden slide keeps its number.
                pages.Add(new PageText(pages.Count + 1, []));
            }
        }

        return new DocumentText(document.PackageProperties.Title is { Length: > 0 } title ? title : null, pages);
    }

    private static IEnumerable<Block> BlocksOf(SlidePart slide)
    {
        foreach (var element in slide.Slide?.CommonSlideData?.ShapeTree?.Descendants() ?? [])
        {
            if (element is Shape shape)
            {
                foreach (var block in ShapeBlocks(shape))
                {
                    yield return block;
                }
            }
            else if (element is Drawing.Table table)
            {
                foreach (var (index, row) in table.Elements<Drawing.TableRow>().Index())
                {
                    yield return Block.Row(
                        row.Elements<Drawing.TableCell>()
                            .Select(cell => string.Join(' ', cell.Descendants<Drawing.Paragraph>().Select(TextOf))),
                        index == 0);
                }
            }
        }

        foreach (var note in slide.NotesSlidePart?.NotesSlide?.CommonSlideData?.ShapeTree?.Descendants<Shape>() ?? [])
        {
            if (PlaceOf(note) == PlaceholderValues.Body)
            {
                foreach (var text in note.Descendants<Drawing.Paragraph>().Select(TextOf).Where(text => text.Length > 0))
                {
                    yield return Block.Paragraph(text);
                }
            }
        }
    }

    private static IEnumerable<Block> ShapeBlocks(Shape shape)
    {
        var place = PlaceOf(shape);
        if (place is { } kind && (kind == PlaceholderValues.SlideNumber || kind == PlaceholderValues.Footer
            || kind == PlaceholderValues.Header || kind == PlaceholderValues.DateAndTime))
        {
            return [];
        }

        var paragraphs = shape.Descendants<Drawing.Paragraph>().Select(TextOf).Where(text => text.Length > 0);
        return place == PlaceholderValues.Title || place == PlaceholderValues.CenteredTitle
            ? [Block.Heading(string.Join(' ', paragraphs), 1)]
            : place is null || place == PlaceholderValues.SubTitle ? paragraphs.Select(Block.Paragraph)
            : paragraphs.Select(Block.Item);
    }

    // A placeholder without a type is that of the text.
    private static PlaceholderValues? PlaceOf(Shape shape)
        => shape.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.GetFirstChild<PlaceholderShape>() is { } place
            ? place.Type?.Value ?? PlaceholderValues.Object
            : null;

    private static string TextOf(Drawing.Paragraph paragraph)
        => string.Concat(paragraph.Elements().Select(element => element switch
        {
            Drawing.Break => " ",
            Drawing.Run run => run.Text?.Text ?? "",
            Drawing.Field field => field.Text?.Text ?? "",
            _ => "",
        })).Trim();
}
