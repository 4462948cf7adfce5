using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Hosting;

/// <summary>Reads JSON bodies strictly, and reports errors in terms a developer can use.</summary>
internal static class RequestBody
{
    /// <summary>Most bytes of a body, unless the caller sets another limit.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Most characters of a message, in Unicode scalar values.</summary>
    public const int LongestMessage = 4_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private static readonly ConcurrentDictionary<JsonTypeInfo, FrozenSet<string>> KnownFields = [];

    /// <exception cref="ProblemException">The body is too large, not JSON, not UTF-8, or not of the type.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, int maxBytes = MaxBytes)
        where T : class
    {
        if (!IsJson(http.Request.ContentType))
        {
            throw new ProblemException(Problems.UnsupportedMediaType);
        }

        return Parse(await ReadUtf8Async(http, maxBytes), type);
    }

    /// <summary>Checks what a person says to the twin or to a person: a message, an answer, a reason, a reply.</summary>
    /// <exception cref="ProblemException">The text is empty or too long.</exception>
    public static void RequireMessage([NotNull] string? text, string field)
    {
        if (VisibleText.IsBlank(text))
        {
            throw new ProblemException(Problems.MessageEmpty, null, [field]);
        }

        var length = text.EnumerateRunes().Count();
        if (length > LongestMessage)
        {
            throw new ProblemException(Problems.MessageTooLong, $"At most {LongestMessage} characters; this one has {length}.", [field]);
        }
    }

    /// <summary>Refuses a text that is missing, blank or too long.</summary>
    /// <exception cref="ProblemException">The text is missing, blank or too long.</exception>
    public static void RequireText([NotNull] string? text, int longest, string field)
    {
        if (VisibleText.IsBlank(text) || text.Length > longest)
        {
            throw new ProblemException(Problems.InvalidField, $"1 to {longest} characters.", [field]);
        }
    }

    /// <summary>Reads a JSON body of a protocol that has its own rules for members.</summary>
    /// <exception cref="ProblemException">The body is too large, not JSON or not UTF-8.</exception>
    public static async Task<JsonDocument> ReadDocumentAsync(HttpContext http, int maxBytes)
    {
        if (!IsJson(http.Request.ContentType))
        {
            throw new ProblemException(Problems.UnsupportedMediaType);
        }

        try
        {
            return JsonDocument.Parse(await ReadUtf8Async(http, maxBytes), Strict);
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
        catch (InvalidOperationException)
        {
            throw NoCharacter();
        }
    }

    /// <summary>A body as text.</summary>
    /// <exception cref="ProblemException">It is not UTF-8.</exception>
    public static string TextOf(ReadOnlyMemory<byte> bytes)
        => Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : throw new ProblemException(Problems.InvalidUtf8);

    private static async Task<ReadOnlyMemory<byte>> ReadUtf8Async(HttpContext http, int maxBytes)
    {
        var bytes = await ReadBytesAsync(http, maxBytes);
        return Utf8.IsValid(bytes.Span) ? bytes : throw new ProblemException(Problems.InvalidUtf8);
    }

    /// <summary>The problem of a \u escape that is half a surrogate pair: valid JSON, but not valid text.</summary>
    public static ProblemException NoCharacter()
        => new(Problems.InvalidJson, "A string has an escape that is not a valid character.");

    private static ProblemException NotJson(JsonException error)
        => new(Problems.InvalidJson, error.LineNumber is { } line ? $"Line {line + 1}, byte {error.BytePositionInLine + 1}." : null);

    private static T Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            RefuseUnknown(document.RootElement, type);
            return document.Deserialize(type) ?? throw new ProblemException(Problems.InvalidJson, "The body is null.");
        }
        catch (JsonException error) when (error.Path is { Length: > 2 } path)
        {
            // The path is "$.name", with a name that the caller sent.
            throw new ProblemException(Problems.InvalidField, null, [path[2..]]);
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
        catch (InvalidOperationException)
        {
            throw NoCharacter();
        }
    }

    private static void RefuseUnknown<T>(JsonElement root, JsonTypeInfo<T> type)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException(Problems.InvalidJson, "The body must be a JSON object.");
        }

        var known = KnownFields.GetOrAdd(type, static each => each.Properties.Select(property => property.Name).ToFrozenSet());
        var unknown = root.EnumerateObject().Select(property => property.Name).Where(name => !known.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            throw new ProblemException(Problems.UnknownFields, $"Known fields: {string.Join(", ", known.Order())}.", unknown);
        }
    }

    /// <summary>
    /// Has the server take a body of this many bytes, and twice as many where they are refused: a client that is still sending when it is
    /// refused would else see a broken connection instead of the reason.
    /// </summary>
    public static void MakeRoom(HttpContext http, int maxBytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size && size.MaxRequestBodySize < 2L * maxBytes)
        {
            size.MaxRequestBodySize = 2L * maxBytes;
        }
    }

    /// <summary>Reads a body of any media type.</summary>
    /// <exception cref="ProblemException">The body is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext http, int maxBytes)
    {
        if (http.Request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                throw TooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            // Nothing is taken before all is there.
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The problem of a body of more bytes than there may be.</summary>
    public static ProblemException TooLarge(int maxBytes) => new(Problems.BodyTooLarge, $"At most {maxBytes} bytes.");

    private static bool IsJson(string? contentType)
        => MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
