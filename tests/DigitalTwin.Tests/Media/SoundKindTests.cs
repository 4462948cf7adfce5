using DigitalTwin.Media;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.Media;

public sealed class SoundKindTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(75)]
    public void The_kind_and_the_length_come_from_the_recording_itself(double seconds)
    {
        foreach (var (sound, type) in new[]
        {
            (Sounds.Wav(seconds), "audio/wav"), (Sounds.Ogg(seconds), "audio/ogg"), (Sounds.Webm(seconds), "audio/webm"),
            (Sounds.Mp4(seconds, inFragments: false), "audio/mp4"), (Sounds.Mp4(seconds, inFragments: true), "audio/mp4"),
        })
        {
            var kind = SoundKind.Of(sound).ShouldNotBeNull();
            kind.MediaType.ShouldBe(type);
            kind.LengthOf(sound).ShouldNotBeNull(type).TotalSeconds.ShouldBe(seconds, 0.01, type);
        }
    }

    [Fact]
    public void Other_bytes_are_not_a_recording()
    {
        foreach (var other in new byte[][] { [], [0], [.. "<html>"u8], [.. "RIFF....AVI "u8], [.. "ID3"u8] })
        {
            SoundKind.Of(other).ShouldBeNull();
        }
    }

    [Fact]
    public void A_recording_cut_off_or_damaged_anywhere_is_read_without_a_fault()
    {
        var random = new Random(7);
        foreach (var sound in new[] { Sounds.Wav(1), Sounds.Ogg(1), Sounds.Webm(1), Sounds.Mp4(1, true), Sounds.Mp4(1, false) })
        {
            for (var i = 0; i < Math.Min(sound.Length, 400); i++)
            {
                Read(sound[..i]);
                var damaged = sound.ToArray();
                random.NextBytes(damaged.AsSpan(i, Math.Min(4, damaged.Length - i)));
                Read(damaged);
            }
        }

        static void Read(byte[] sound)
            => (SoundKind.Of(sound)?.LengthOf(sound) ?? TimeSpan.Zero).ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
    }
}
