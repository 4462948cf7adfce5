using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Prompts;

/// <summary>
/// Keeps a number in brackets that is no citation from being taken for one: <c>[1]</c> as a model or the file has it becomes <c>\[1]</c>,
/// which Markdown shows as it was written. In code, and in links, it is left alone.
/// </summary>
internal sealed partial class LiteralBrackets
{
    private bool fenced;
    private int span;
    private int run;
    private bool runBeginsLine;
    private bool lineIsBlank = true;
    private char last;

    /// <summary>Where a text ends that is not one of them begun.</summary>
    public static int SafeEnd(string text) => Begun().Match(text) is { Success: true } begun ? begun.Index : text.Length;

    /// <summary>The next piece of a text, with those brackets escaped.</summary>
    public string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            Step(text[i]);
            if (text[i] == '[' && !fenced && span == 0 && last != '\\' && Number().IsMatch(text, i))
            {
                escaped.Append('\\');
            }

            escaped.Append(text[i]);
            last = text[i];
        }

        return escaped.ToString();
    }

    // A fence is three backticks or tildes and more at the beginning of a line; a code span ends with as many backticks as it begins with.
    private void Step(char next)
    {
        if (next == '`' || (next == '~' && (lineIsBlank || (run > 0 && last == '~'))))
        {
            runBeginsLine = run == 0 ? lineIsBlank : runBeginsLine;
            (run, lineIsBlank) = (run + 1, false);
            return;
        }

        if (run >= 3 && runBeginsLine)
        {
            fenced = !fenced;
        }
        else if (run > 0 && !fenced && last == '`')
        {
            span = span == 0 ? run : span == run ? 0 : span;
        }

        run = 0;
        if (next == '\n')
        {
            // A span that its paragraph does not end was none.
            span = lineIsBlank ? 0 : span;
            lineIsBlank = true;
        }
        else if (!char.IsWhiteSpace(next))
        {
            lineIsBlank = false;
        }
    }

    [GeneratedRegex(@"\G\[\d{1,3}\](?![(:])")]
    private static partial Regex Number();

    [GeneratedRegex(@"\[(?:\d{1,3}\]?)?\z")]
    private static partial Regex Begun();
}
