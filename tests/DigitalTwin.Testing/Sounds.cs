using System.Text;

namespace DigitalTwin.Testing;

/// <summary>Recordings as small as they can be.</summary>
public static class Sounds
{
    /// <summary>Silence as WAV, 8 kHz, 8 bit.</summary>
    public static byte[] Wav(double seconds)
    {
        var length = (int)(seconds * 8_000);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8_000);
        writer.Write(8_000);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(length);
        writer.Write(Enumerable.Repeat((byte)0x80, length).ToArray());
        return stream.ToArray();
    }

    /// <summary>The pages of an Ogg Opus recording, without its sound.</summary>
    public static byte[] Ogg(double seconds)
        => [.. Page(0, "OpusHead"), .. Page((long)(seconds * 24_000), "x"), .. Page((long)(seconds * 48_000), "x")];

    /// <summary>The elements of a WebM recording as browsers write it: a segment and clusters of unknown size.</summary>
    public static byte[] Webm(double seconds)
        => [0x1A, 0x45, 0xDF, 0xA3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            .. Cluster(0), .. Cluster((int)(seconds * 1_000) - 500), 0xA3, 0x85, 0x81, 500 >> 8, 500 & 0xFF, 0x80, 0x00];

    /// <summary>The boxes of an MP4 recording, whole or in fragments.</summary>
    public static byte[] Mp4(double seconds, bool inFragments)
    {
        var track = Box("trak", Box("mdia", Box("mdhd", Head(48_000, 0))));
        var head = Box("mvhd", Head(1_000, inFragments ? 0 : seconds));
        var time = BigEndian((uint)(seconds * 48_000));
        var fragment = Box("moof", Box("traf", Box("tfdt", [0, 0, 0, 0, .. time])));
        return [.. Box("ftyp", "isom"u8), .. Box("moov", [.. head, .. track]), .. inFragments ? fragment : []];
    }

    private static byte[] Page(long position, string content)
        => [.. "OggS"u8, 0, 0, .. BitConverter.GetBytes(position), .. new byte[14], .. Encoding.ASCII.GetBytes(content)];

    private static byte[] Cluster(int time)
        => [0x1F, 0x43, 0xB6, 0x75, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xE7, 0x84, .. BigEndian((uint)time)];

    private static byte[] Head(uint scale, double seconds)
        => [.. new byte[12], .. BigEndian(scale), .. BigEndian((uint)(seconds * scale)), .. new byte[80]];

    private static byte[] Box(string type, ReadOnlySpan<byte> content)
        => [.. BigEndian((uint)content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
