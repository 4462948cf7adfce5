using System.Text;

namespace DigitalTwin.Testing;

/// <summary>
/// Looks for texts in every byte of a folder, whoever wrote it: as UTF-8 and UTF-16, as JSON escapes them, and as base64 has them, whatever
/// stands before.
/// </summary>
public static class Traces
{
    // It is empty, and nobody but the twin can open it.
    private const string LockFile = "owner.lock";

    /// <summary>The files in which one of the texts stands, with it.</summary>
    public static IReadOnlyList<string> Of(string folder, params IEnumerable<string> texts)
    {
        var wanted = texts.SelectMany(text => FormsOf(text).Select(form => (text, form))).ToList();
        return
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file) != LockFile).Select(file => (file, bytes: Read(file)))
                .SelectMany(each => wanted.Where(one => each.bytes.AsSpan().IndexOf(one.form) >= 0)
                    .Select(one => $"{Path.GetRelativePath(folder, each.file)}: {one.text}"))
                .Distinct(),
        ];
    }

    private static IEnumerable<byte[]> FormsOf(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        yield return utf8;
        yield return Encoding.Unicode.GetBytes(text);
        yield return Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(text).Trim('"'));
        for (var shift = 0; shift < 3; shift++)
        {
            // What stands before the text moves it by up to two bytes; the characters at both ends depend on their neighbours.
            var encoded = Convert.ToBase64String([.. new byte[shift], .. utf8]);
            yield return Encoding.ASCII.GetBytes(encoded[4..^4]);
        }
    }

    /// <summary>All bytes of a file that another one may be writing.</summary>
    public static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
