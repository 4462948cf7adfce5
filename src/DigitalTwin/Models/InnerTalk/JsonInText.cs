using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>Finds JSON in a text.</summary>
internal static partial class JsonInText
{
    private static readonly JsonDocumentOptions Generous = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The objects, and lists of them, that stand in a text side by side, outermost only.</summary>
    public static IEnumerable<(int At, int Length)> Objects(string text)
    {
        for (var begin = Begin().Match(text); begin.Success;)
        {
            var length = LengthAt(text, begin.Index);
            if (length > 0)
            {
                yield return (begin.Index, length);
            }

            begin = Begin().Match(text, begin.Index + Math.Max(length, 1));
        }
    }

    /// <summary>The length of the object or list that begins at a place, or 0 where it does not end.</summary>
    public static int LengthAt(string text, int at)
    {
        var (depth, isInString) = (0, false);
        for (var i = at; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when isInString:
                    i++;
                    break;
                case '"':
                    isInString = !isInString;
                    break;
                case '{' or '[' when !isInString:
                    depth++;
                    break;
                case '}' or ']' when !isInString && --depth == 0:
                    return i + 1 - at;
            }
        }

        return 0;
    }

    public static JsonElement? TryParse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Generous);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\{|\[\s*\{")]
    private static partial Regex Begin();
}
