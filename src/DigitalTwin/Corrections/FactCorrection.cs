using System.Text.RegularExpressions;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Corrections;

/// <summary>
/// Puts a correction in the place of what was wrong in a fact, and leaves all else of the file as it is: where one number or name differs,
/// that one, else the sentence that is about the same.
/// </summary>
/// <param name="analyzer">Reads words as the persona's search does.</param>
internal sealed partial class FactCorrection(TextAnalyzer analyzer)
{
    // A sentence with less in common with the correction is about something else.
    private const int LeastInCommon = 1;

    /// <summary>Corrects a fact in the text of a persona file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fact">The fact, as it is read from this file.</param>
    /// <param name="correction">What is right, in the owner's words; it may say what was wrong: "in 2019, not 2018".</param>
    /// <param name="question">What was asked.</param>
    /// <exception cref="PersonaFormatException">The fact cannot be found in the file, or the file would be read otherwise.</exception>
    public string Apply(string file, Fact fact, string correction, string question)
    {
        var (start, end) = PlaceOf(file, fact);
        var said = CorrectionText.Of(correction);
        var sentences = Sentences(file, start, end);
        var terms = Terms($"{said.Right} {said.Wrong}");
        var about = Terms(question);
        var best = sentences.Select(each => (each.Start, each.Text, Common: Common(each.Text, terms), About: Common(each.Text, about)))
            .OrderByDescending(each => Says(each.Text, said.Wrong)).ThenByDescending(each => Values.HaveUnitsOf(each.Text, said))
            .ThenByDescending(each => (2 * each.Common) + each.About)
            .FirstOrDefault();
        var edited = best.Text is null || best.Common < LeastInCommon
            ? file.Insert(end, $"{(sentences.Count > 0 ? " " : "")}{said.Right}")
            : file[..best.Start] + Corrected(best.Text, said) + file[(best.Start + best.Text.Length)..];
        Check(file, edited, fact);
        return edited;
    }

    /// <summary>The sentence with the one value that differs replaced, or what is right instead of it.</summary>
    internal static string Corrected(string sentence, CorrectionText said)
    {
        var (lead, plain) = (LineMark().Match(sentence).Value, sentence[LineMark().Match(sentence).Length..]);
        return lead + (Values.AreIn(plain, said) ? plain : Values.Replace(plain, said) ?? said.Right);
    }

    // The owner may have the same heading twice: the one whose place among the same ones it is.
    private static (int Start, int End) PlaceOf(string file, Fact fact)
    {
        var persona = PersonaParser.PersonaOf(file);
        var nth = persona.Facts.Where(each => each.Title == fact.Title).TakeWhile(each => each.Id != fact.Id).Count();
        var outline = PersonaParser.Outline(file);
        var found = outline.Index().Where(each => each.Item.Title == fact.Title).Skip(nth).Select(each => each.Index).FirstOrDefault(-1);
        var starts = LineStarts(file);
        if (found < 0)
        {
            throw new PersonaFormatException("The fact has no heading of its own: change it in the draft by hand.", 0);
        }

        var start = starts[Math.Min(outline[found].Line, starts.Count - 1)];
        var end = found + 1 < outline.Count ? starts[outline[found + 1].Line - 1] : file.Length;
        var text = file[start..Math.Max(start, end)];
        return (start, start + text.TrimEnd().Length);
    }

    private static List<int> LineStarts(string file) => [0, .. LineEnds().Matches(file).Select(end => end.Index + end.Length)];

    private static List<(int Start, string Text)> Sentences(string file, int start, int end)
        => start >= end ? [] : [.. Sentence().Matches(file[start..end])
            .Where(each => each.Value.Any(char.IsLetterOrDigit))
            .Select(each => (start + each.Index, each.Value))];

    private HashSet<string> Terms(string text) => analyzer.Terms(text).ToHashSet(StringComparer.Ordinal);

    private int Common(string sentence, HashSet<string> terms) => Terms(sentence).Count(terms.Contains);

    private static bool Says(string sentence, string wrong)
        => wrong.Length > 0 && sentence.Contains(wrong, StringComparison.OrdinalIgnoreCase);

    private static void Check(string before, string after, Fact fact)
    {
        var (old, now) = (PersonaParser.PersonaOf(before), PersonaParser.PersonaOf(after));
        var isSame = old.Facts.Select(PlaceIn).SequenceEqual(now.Facts.Select(PlaceIn))
            && old.Facts.Where(each => each.Id != fact.Id).Select(each => each.Text)
                .SequenceEqual(now.Facts.Where(each => each.Id != fact.Id).Select(each => each.Text));
        if (!isSame)
        {
            throw new PersonaFormatException("With the correction in it the file would be read otherwise: change the draft by hand.", 0);
        }
    }

    private static string PlaceIn(Fact fact) => $"{fact.Id}\n{string.Join('\n', fact.Parents)}";

    // Up to a full stop that a space or the end follows, over the lines of its paragraph; an item of a list, or a line of a table, is one.
    [GeneratedRegex(
        @"\S(?:(?!\r?\n[ \t]*(?:\r?\n|[-*+>|#]|\d+[.)][ \t])).)*?(?:[.!?。！？](?=[\s""'”)]|\z)[""'”)]*"
        + @"|(?=\r?\n[ \t]*(?:\r?\n|[-*+>|#]|\d+[.)][ \t])|\s*\z))",
        RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\A(?:[-*+]|\d+[.)])\s+")]
    private static partial Regex LineMark();

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnds();
}
