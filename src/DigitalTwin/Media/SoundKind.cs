using System.Buffers.Binary;

namespace DigitalTwin.Media;

/// <summary>A format of recordings that browsers make, recognized by its first bytes.</summary>
/// <param name="MediaType">The format as <c>Content-Type</c> has it.</param>
/// <param name="FileName">A file name whose extension tells the transcription service the format.</param>
internal sealed record SoundKind(string MediaType, string FileName)
{
    private static readonly SoundKind Webm = new("audio/webm", "speech.webm");
    private static readonly SoundKind Ogg = new("audio/ogg", "speech.ogg");
    private static readonly SoundKind Mp4 = new("audio/mp4", "speech.mp4");
    private static readonly SoundKind Wav = new("audio/wav", "speech.wav");

    /// <summary>All supported formats.</summary>
    public static IReadOnlyList<SoundKind> All { get; } = [Webm, Ogg, Mp4, Wav];

    /// <summary>The format of a recording, or <see langword="null"/> where it is not supported.</summary>
    public static SoundKind? Of(ReadOnlySpan<byte> sound)
        => sound.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? Webm
            : sound.StartsWith("OggS"u8) ? Ogg
            : sound.Length > 8 && sound[4..].StartsWith("ftyp"u8) ? Mp4
            : sound.Length > 12 && sound.StartsWith("RIFF"u8) && sound[8..].StartsWith("WAVE"u8) ? Wav
            : null;

    /// <summary>The length of a recording, as far as its own marks contain it.</summary>
    public TimeSpan? LengthOf(ReadOnlySpan<byte> sound)
        => this == Wav ? WavLength(sound)
            : this == Ogg ? OggLength(sound)
            : this == Webm ? WebmSound.LengthOf(sound)
            : Mp4Sound.LengthOf(sound);

    // http://soundfile.sapp.org/doc/WaveFormat: the bytes per second are at offset 28.
    private static TimeSpan? WavLength(ReadOnlySpan<byte> sound)
        => sound.Length >= 44 && BinaryPrimitives.ReadUInt32LittleEndian(sound[28..]) is > 0 and var rate
            ? TimeSpan.FromSeconds((double)(sound.Length - 44) / rate)
            : null;

    // RFC 7845, 4: the position of the last page counts samples at 48 kHz.
    private static TimeSpan? OggLength(ReadOnlySpan<byte> sound)
    {
        var last = sound.LastIndexOf("OggS"u8);
        if (sound.Length < last + 14 || sound.IndexOf("OpusHead"u8) < 0)
        {
            return null;
        }

        var samples = BinaryPrimitives.ReadInt64LittleEndian(sound[(last + 6)..]);
        return TimeSpan.FromSeconds(Math.Clamp(samples / 48_000.0, 0, 1e6));
    }
}
