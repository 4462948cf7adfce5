using System.IO.Compression;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;

namespace DigitalTwin.Documents.Formats;

/// <summary>Looks into an archive before anything unpacks it.</summary>
internal static class Archive
{
    private const int PieceLength = 64 * 1024;

    /// <summary>The names of its files.</summary>
    /// <exception cref="DocumentException">It unpacks to more than there may be, or is broken.</exception>
    public static IReadOnlyList<string> Check(byte[] file, CancellationToken cancellationToken)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > ReadingLimits.MostParts)
            {
                throw TooLarge();
            }

            // What an archive says of its sizes may be wrong: they are measured.
            var (left, piece) = (ReadingLimits.MostUnpacked, new byte[PieceLength]);
            foreach (var entry in archive.Entries)
            {
                using var content = entry.Open();
                for (int read; (read = content.Read(piece)) > 0;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    left -= read;
                    if (left < 0)
                    {
                        throw TooLarge();
                    }
                }
            }

            return [.. archive.Entries.Select(entry => entry.FullName)];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            throw new DocumentException(Problems.DocumentUnreadable, "The file is damaged, or locked with a password.");
        }
    }

    private static DocumentException TooLarge()
        => new(Problems.DocumentTooLong, $"It unpacks to more than {ReadingLimits.MostUnpacked / 1024 / 1024} MiB.");
}
