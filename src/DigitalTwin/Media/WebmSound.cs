namespace DigitalTwin.Media;

/// <summary>
/// Reads the length of a WebM recording: the time of its last cluster and block. Browsers' recordings have no length in
/// their header.
/// </summary>
/// <remarks>
/// https://www.matroska.org/technical/elements.html. An element of unknown size ends with its parent.
/// </remarks>
internal static class WebmSound
{
    private const uint Segment = 0x18538067;
    private const uint Cluster = 0x1F43B675;
    private const uint Timestamp = 0xE7;
    private const uint SimpleBlock = 0xA3;

    /// <summary>The length, or <see langword="null"/> where the recording has no cluster.</summary>
    public static TimeSpan? LengthOf(ReadOnlySpan<byte> sound)
    {
        long? last = null;
        var cluster = 0L;
        var at = 0;
        while (ReadNumber(sound, ref at, keepsMarker: true) is { } id
            && ReadNumber(sound, ref at, keepsMarker: false) is { } size)
        {
            if (id is Segment or Cluster)
            {
                // Its content comes next.
                continue;
            }

            if (size > (ulong)(sound.Length - at))
            {
                break;
            }

            var content = sound.Slice(at, (int)size);
            at += (int)size;
            if (id == Timestamp)
            {
                cluster = ReadInteger(content);
                last = Math.Max(last ?? 0, cluster);
            }
            else if (id == SimpleBlock && content.Length > 3)
            {
                // The track's number in one byte, then the time within the cluster.
                last = Math.Max(last ?? 0, cluster + (short)((content[1] << 8) | content[2]));
            }
        }

        // In milliseconds, the scale that every browser uses.
        return last is { } milliseconds ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 1e9)) : null;
    }

    private static long ReadInteger(ReadOnlySpan<byte> content)
    {
        var value = 0L;
        foreach (var next in content.Length > 7 ? content[..7] : content)
        {
            value = (value << 8) | next;
        }

        return value;
    }

    private static ulong? ReadNumber(ReadOnlySpan<byte> sound, ref int at, bool keepsMarker)
    {
        if (at >= sound.Length || sound[at] == 0)
        {
            return null;
        }

        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)sound[at]) - 23;
        if (at + length > sound.Length)
        {
            return null;
        }

        var value = keepsMarker ? sound[at] : (ulong)(sound[at] & (0xFF >> length));
        for (var i = 1; i < length; i++)
        {
            value = (value << 8) | sound[at + i];
        }

        at += length;
        return value;
    }
}
