using System.Buffers.Binary;
using System.Text;

namespace DigitalTwin.Media;

/// <summary>A kind of recording that browsers make, told by its first bytes, whatever it is called.</summary>
/// <param name="MediaType">As in <c>Content-Type</c>.</param>
/// <param name="FileName">By whose ending the transcribing endpoint knows it.</param>
internal sealed record SoundKind(string MediaType, string FileName)
{
    private static readonly SoundKind Webm = new("audio/webm", "speech.webm");
    private static readonly SoundKind Ogg = new("audio/ogg", "speech.ogg");
    private static readonly SoundKind Mp4 = new("audio/mp4", "speech.mp4");
    private static readonly SoundKind Wav = new("audio/wav", "speech.wav");

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<SoundKind> All { get; } = [Webm, Ogg, Mp4, Wav];

    /// <summary>The kind of a recording, or <see langword="null"/> where it is none of them.</summary>
    public static SoundKind? Of(ReadOnlySpan<byte> sound)
        => sound.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? Webm
            : sound.StartsWith("OggS"u8) ? Ogg
            : sound.Length > 8 && sound[4..].StartsWith("ftyp"u8) ? Mp4
            : sound.Length > 12 && sound.StartsWith("RIFF"u8) && sound[8..].StartsWith("WAVE"u8) ? Wav
            : null;

    /// <summary>How long a recording lasts, as far as its own marks tell.</summary>
    public TimeSpan? LengthOf(ReadOnlySpan<byte> sound)
        => this == Wav ? WavLength(sound) : this == Ogg ? OggLength(sound) : this == Webm ? WebmSound.LengthOf(sound) : Mp4Sound.LengthOf(sound);

    // http://soundfile.sapp.org/doc/WaveFormat: bytes a second stand at 28.
    private static TimeSpan? WavLength(ReadOnlySpan<byte> sound)
        => sound.Length >= 44 && BinaryPrimitives.ReadUInt32LittleEndian(sound[28..]) is > 0 and var rate ? TimeSpan.FromSeconds((double)(sound.Length - 44) / rate) : null;

    // RFC 7845, 4: the position of the last page counts samples at 48 kHz.
    private static TimeSpan? OggLength(ReadOnlySpan<byte> sound)
        => sound.LastIndexOf("OggS"u8) is var last && sound.Length >= last + 14 && sound.IndexOf(Encoding.ASCII.GetBytes("OpusHead")) >= 0
            ? TimeSpan.FromSeconds(Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(sound[(last + 6)..]) / 48_000.0, 0, 1e6))
            : null;
}
