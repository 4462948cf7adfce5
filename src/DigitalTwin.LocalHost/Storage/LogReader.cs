using System.Text;
using System.Text.Json;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>Reads a log and determines how much of it is good: a last line that a crash cut short does not count.</summary>
internal sealed class LogReader(string path)
{
    /// <summary>Bytes up to the end of the last good line; what follows was never acknowledged.</summary>
    public long GoodLength { get; private set; }

    /// <exception cref="InvalidDataException">A line before the last one is damaged, which no crash does.</exception>
    public IEnumerable<LogLine> ReadLines()
    {
        var bytes = ReadBytes();
        var number = 0;
        while (Array.IndexOf(bytes, (byte)'\n', (int)GoodLength) is var end and >= 0)
        {
            number++;
            var line = TryParse(bytes.AsSpan((int)GoodLength, end - (int)GoodLength), isFirst: number == 1);
            if (line is null && end + 1 < bytes.Length)
            {
                throw new InvalidDataException(
                    $"Line {number} of {path} is damaged. Restore the file from a backup, or move it away to go on without it.");
            }

            if (line is null)
            {
                yield break;
            }

            GoodLength = end + 1;
            yield return line;
        }
    }

    private byte[] ReadBytes()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static LogLine? TryParse(ReadOnlySpan<byte> line, bool isFirst)
    {
        if (isFirst)
        {
            return LogLine.TryParseHeader(Encoding.UTF8.GetString(line)) is { } header ? new LogLine(header, 0, []) : null;
        }

        try
        {
            return LogLine.ParseBatch(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
