using DigitalTwin.Documents.Formats;

namespace DigitalTwin.Documents.Reading;

/// <summary>A page that is a picture of text.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">What it is.</param>
/// <param name="Number">The page, from 1.</param>
internal sealed record PagePicture(byte[] File, FileFormat Format, int Number)
{
    /// <summary>The languages that it may be written in, of two letters, the likeliest first.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["en"];
}

/// <summary>Reads the text on pictures of pages.</summary>
internal interface IPageReader
{
    /// <summary>The text of a page, or <see langword="null"/> where this one cannot read it.</summary>
    Task<IReadOnlyList<Block>?> ReadAsync(PagePicture page, CancellationToken cancellationToken);
}
