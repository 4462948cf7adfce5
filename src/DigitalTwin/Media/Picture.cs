using DigitalTwin.Hosting;

namespace DigitalTwin.Media;

/// <summary>A picture that a visitor attaches to a message.</summary>
public sealed record Picture
{
    /// <summary>Most bytes of a picture; the widget sends far less.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary><c>image/jpeg</c>, <c>image/png</c>, <c>image/webp</c> or <c>image/gif</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>The picture, as base64; 512 KiB at most without it.</summary>
    public string? Data { get; init; }

    /// <exception cref="ProblemException">It is too large, or not what it says it is.</exception>
    internal void Check()
    {
        if (Data is null || Data.Length > (MaxBytes / 3 * 4) + 4)
        {
            throw new ProblemException(Problems.PictureRefused, $"A picture has at most {MaxBytes} bytes.", ["attachments"]);
        }

        var bytes = new byte[(Data.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(Data, bytes, out var length) || MediaType is null || TypeOf(bytes.AsSpan(0, length)) != MediaType)
        {
            throw new ProblemException(Problems.PictureRefused, "JPEG, PNG, WebP or GIF, as base64, with the media type that it is.", ["attachments"]);
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> picture)
        => picture.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
            : picture.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
            : picture.Length > 12 && picture.StartsWith("RIFF"u8) && picture[8..].StartsWith("WEBP"u8) ? "image/webp"
            : picture.StartsWith("GIF8"u8) ? "image/gif"
            : null;
}
