
namespace DigitalTwin.Documents.Formats.Pdf;

/// <summary>The picture that a scanned page is made of.</summary>
internal static class PdfPicture
{
    /// <summary>The largest picture of a page, as a PNG or JPEG; <see langword="null"/> where it is of a kind that cannot be taken
    /// out.</summary>
    public static (byte[] Bytes, string MediaType)? Of(byte[] file, int number)
    {
        using var document = PdfFormat.Open(file);
        var largest = document.GetPage(number).GetImages().MaxBy(image => (long)image.WidthInSamples * image.HeightInSamples);
        return largest is null ? null
            : largest.RawBytes is [0xFF, 0xD8, 0xFF, ..] ? (largest.RawBytes.ToArray(), "image/jpeg")
            : largest.TryGetPng(out var png) ? (png, "image/png")
            : null;
    }
}
