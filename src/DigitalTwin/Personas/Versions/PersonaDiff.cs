using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace DigitalTwin.Personas.Versions;

/// <summary>What changes from one file to another, line by line.</summary>
/// <param name="Text">
/// As a unified diff with three lines around each change (https://www.gnu.org/software/diffutils/manual/html_node/Unified-Format.html);
/// empty where nothing changes.
/// </param>
/// <param name="Added">How many lines are added.</param>
/// <param name="Removed">How many are removed.</param>
public sealed record PersonaDiff(string Text, int Added, int Removed)
{
    private const int Around = 3;

    /// <summary>Compares two files. Ends of lines do not count.</summary>
    internal static PersonaDiff Of(string before, string after)
    {
        var result = Differ.Instance.CreateDiffs(
            before.ReplaceLineEndings("\n"), after.ReplaceLineEndings("\n"), false, false, LineChunker.Instance);
        var text = new StringBuilder();
        foreach (var hunk in Hunks(result.DiffBlocks))
        {
            Write(text, result, hunk);
        }

        return new PersonaDiff(
            text.ToString(), result.DiffBlocks.Sum(block => block.InsertCountB), result.DiffBlocks.Sum(block => block.DeleteCountA));
    }

    // Changes whose surroundings touch are shown together.
    private static List<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        var hunks = new List<List<DiffBlock>>();
        foreach (var block in blocks)
        {
            if (hunks.Count > 0 && block.DeleteStartA - EndOf(hunks[^1][^1]) <= 2 * Around)
            {
                hunks[^1].Add(block);
            }
            else
            {
                hunks.Add([block]);
            }
        }

        return hunks;
    }

    // Of no lines, the line before.
    private static int Start(int from, int count) => count == 0 ? from : from + 1;

    private static int EndOf(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    private static void Write(StringBuilder text, DiffResult result, List<DiffBlock> hunk)
    {
        var (old, next) = (result.PiecesOld, result.PiecesNew);
        var before = Math.Min(Around, hunk[0].DeleteStartA);
        var (from, to) = (hunk[0].DeleteStartA - before, Math.Min(old.Count, EndOf(hunk[^1]) + Around));
        var fromNew = hunk[0].InsertStartB - before;
        var countNew = to - from + hunk.Sum(block => block.InsertCountB - block.DeleteCountA);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Start(from, to - from)},{to - from} +{Start(fromNew, countNew)},{countNew} @@\n");
        var line = from;
        foreach (var block in hunk)
        {
            Lines(' ', old, line, block.DeleteStartA);
            Lines('-', old, block.DeleteStartA, EndOf(block));
            Lines('+', next, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            line = EndOf(block);
        }

        Lines(' ', old, line, to);

        void Lines(char mark, IReadOnlyList<string> pieces, int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                text.Append(mark).Append(pieces[i]).Append('\n');
            }
        }
    }
}
