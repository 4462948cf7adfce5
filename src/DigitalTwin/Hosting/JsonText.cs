using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalTwin.Hosting;

/// <summary>Writes JSON as text, with the encoder of the stores, into a buffer that each thread keeps.</summary>
internal static class JsonText
{
    // Beyond it, a buffer that one large text needed is not kept.
    private const int LargestKept = 256 * 1024;

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? kept;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <param name="state">What is written.</param>
    /// <param name="write">Writes it; does not write another text meanwhile.</param>
    public static string Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = kept ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        var json = writer ??= new Utf8JsonWriter(buffer, Plain);
        json.Reset(buffer);
        write(json, state);
        json.Flush();
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (buffer.Capacity > LargestKept)
        {
            (kept, writer) = (null, null);
        }

        return text;
    }
}
