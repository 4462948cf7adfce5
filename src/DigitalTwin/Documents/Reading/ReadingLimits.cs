using DigitalTwin.Hosting;

namespace DigitalTwin.Documents.Reading;

/// <summary>What a file may come to, however small it is itself.</summary>
internal static class ReadingLimits
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Most pages, slides or sheets.</summary>
    public const int MostPages = 2_000;

    /// <summary>Most characters of text.</summary>
    public const int MostCharacters = 10_000_000;

    /// <summary>Most bytes that an archive unpacks to.</summary>
    public const long MostUnpacked = 200L * 1024 * 1024;

    /// <summary>Most files in an archive.</summary>
    public const int MostParts = 5_000;

    /// <summary>Most pictures that are looked at for one document.</summary>
    public const int MostPictures = 300;

    /// <summary>How long the text of a file may take to be read.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <exception cref="DocumentException">There are more.</exception>
    public static void CheckPages(int pages)
    {
        if (pages > MostPages)
        {
            throw new DocumentException(Problems.DocumentTooLong, $"It has {pages} pages; at most {MostPages} are read.");
        }
    }

    /// <exception cref="DocumentException">There is more.</exception>
    public static void CheckText(DocumentText document)
    {
        CheckPages(document.Pages.Count);
        if (document.Pages.Sum(page => page.Blocks.Sum(block => (long)block.Text.Length)) > MostCharacters)
        {
            throw new DocumentException(Problems.DocumentTooLong, $"It has more text than {MostCharacters} characters.");
        }
    }
}
