using System.Text;

namespace DigitalTwin.Hosting.Texts;

/// <summary>Reads tables of text.</summary>
/// <remarks>RFC 4180, with semicolons, tabs or bars where the first row has more of them: https://www.rfc-editor.org/rfc/rfc4180</remarks>
internal static class CsvText
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The rows that are not empty, each with its number in the file, from 1.</summary>
    public static IEnumerable<(int Number, List<string> Cells)> Rows(string text)
        => Rows(text, Separators.MaxBy(each => text.Split('\n')[0].Count(c => c == each)));

    private static IEnumerable<(int Number, List<string> Cells)> Rows(string text, char separator)
    {
        var (cells, cell, isQuoted, number) = (new List<string>(), new StringBuilder(), false, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (isQuoted && i < text.Length)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (c == separator || c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    if (cells.Any(each => each.Trim().Length > 0))
                    {
                        yield return (number, cells);
                    }

                    (cells, number) = ([], number + 1);
                }
            }
            else
            {
                cell.Append(c);
            }
        }
    }
}
