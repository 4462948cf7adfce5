using DigitalTwin.Hosting;

namespace DigitalTwin.Media;

/// <summary>A picture that a visitor attaches to a message.</summary>
public sealed record Picture
{
    /// <summary>Most bytes of a picture; the widget sends far less.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary><c>image/jpeg</c>, <c>image/png</c>, <c>image/webp</c> or <c>image/gif</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>The picture as base64; at most 512 KiB once decoded.</summary>
    public string? Data { get; init; }

    /// <exception cref="ProblemException">The picture is too large, or not of its media type.</exception>
    internal void Check()
    {
        if (Data is null || Data.Length > (MaxBytes / 3 * 4) + 4)
        {
            throw new ProblemException(Problems.PictureRefused, $"A picture has at most {MaxBytes} bytes.", ["attachments"]);
        }

        var bytes = new byte[(Data.Length / 4 * 3) + 3];
        var isBase64 = Convert.TryFromBase64String(Data, bytes, out var length);
        if (!isBase64 || MediaType is null || TypeOf(bytes.AsSpan(0, length)) != MediaType)
        {
            const string accepted = "JPEG, PNG, WebP or GIF, as base64, with the matching media type.";
            throw new ProblemException(Problems.PictureRefused, accepted, ["attachments"]);
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> picture)
        => picture.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
            : picture.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
            : picture.Length > 12 && picture.StartsWith("RIFF"u8) && picture[8..].StartsWith("WEBP"u8) ? "image/webp"
            : picture.StartsWith("GIF8"u8) ? "image/gif"
            : null;
}
