using System.Buffers.Binary;

namespace DigitalTwin.Media;

/// <summary>
/// Reads the length of an MP4 recording: from its header, or from its last fragment where it was streamed while it was
/// recorded.
/// </summary>
/// <remarks>ISO/IEC 14496-12, 8.2.2 (mvhd), 8.4.2 (mdhd), 8.8.12 (tfdt).</remarks>
internal static class Mp4Sound
{
    /// <summary>The length, or <see langword="null"/> where the recording does not contain it.</summary>
    public static TimeSpan? LengthOf(ReadOnlySpan<byte> sound)
    {
        var (length, mediaScale) = (0.0, 0.0);
        Read(sound, ref length, ref mediaScale);
        return length > 0 ? TimeSpan.FromSeconds(Math.Min(length, 1e6)) : null;
    }

    private static bool IsContainer(ReadOnlySpan<byte> type)
        => type.SequenceEqual("moov"u8)
            || type.SequenceEqual("trak"u8)
            || type.SequenceEqual("mdia"u8)
            || type.SequenceEqual("moof"u8)
            || type.SequenceEqual("traf"u8);

    private static void Read(ReadOnlySpan<byte> boxes, ref double length, ref double mediaScale)
    {
        while (boxes.Length >= 8)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(boxes);
            if (size < 8 || size > boxes.Length)
            {
                return;
            }

            var type = boxes[4..8];
            var content = boxes[8..(int)size];
            if (IsContainer(type))
            {
                Read(content, ref length, ref mediaScale);
            }
            else if ((type.SequenceEqual("mvhd"u8) || type.SequenceEqual("mdhd"u8)) && content.Length >= 32)
            {
                var isLong = content[0] == 1;
                double scale = BinaryPrimitives.ReadUInt32BigEndian(content[(isLong ? 20 : 12)..]);
                double units = isLong
                    ? BinaryPrimitives.ReadUInt64BigEndian(content[24..])
                    : BinaryPrimitives.ReadUInt32BigEndian(content[16..]);
                length = Math.Max(length, scale > 0 && units < uint.MaxValue ? units / scale : 0);
                mediaScale = type.SequenceEqual("mdhd"u8) ? scale : mediaScale;
            }
            else if (type.SequenceEqual("tfdt"u8) && content.Length >= 8 && mediaScale > 0)
            {
                double units = content[0] == 1 && content.Length >= 12
                    ? BinaryPrimitives.ReadUInt64BigEndian(content[4..])
                    : BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
                length = Math.Max(length, units / mediaScale);
            }

            boxes = boxes[(int)size..];
        }
    }
}
