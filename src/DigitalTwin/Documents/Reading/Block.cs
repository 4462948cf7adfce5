using System.Text.Json.Serialization;

namespace DigitalTwin.Documents.Reading;

/// <summary>What a block of a document is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BlockKind>))]
internal enum BlockKind
{
    /// <summary>A paragraph.</summary>
    Paragraph,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>A row of a table.</summary>
    Row,
}

/// <summary>A block of a document.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without marks of any format; the cells of a row with tabs between.</param>
internal sealed record Block(BlockKind Kind, string Text)
{
    /// <summary>The level of a heading, from 1.</summary>
    public int Level { get; init; }

    /// <summary>Whether a row is the first of its table.</summary>
    public bool BeginsTable { get; init; }

    public static Block Heading(string text, int level) => new(BlockKind.Heading, text) { Level = level };

    public static Block Paragraph(string text) => new(BlockKind.Paragraph, text);

    public static Block Item(string text) => new(BlockKind.Item, text);

    public static Block Row(IEnumerable<string> cells, bool beginsTable)
        => new(BlockKind.Row, string.Join('\t', cells.Select(cell => cell.Replace('\t', ' ')))) { BeginsTable = beginsTable };
}

/// <summary>A page of a document: of a PDF or a Word document, a slide, a sheet; of all others the whole.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Blocks">What it says, in the order it is read.</param>
internal sealed record PageText(int Number, IReadOnlyList<Block> Blocks)
{
    /// <summary>Whether it is a picture of text, which has to be looked at.</summary>
    public bool IsPicture { get; init; }
}

/// <summary>What a document says.</summary>
/// <param name="Title">Its own title, or <see langword="null"/>.</param>
/// <param name="Pages">Its pages.</param>
internal sealed record DocumentText(string? Title, IReadOnlyList<PageText> Pages);
