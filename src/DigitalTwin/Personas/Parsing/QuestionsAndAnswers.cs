using System.Text.RegularExpressions;
using DigitalTwin.Personas.Parsing.Hidden;

namespace DigitalTwin.Personas.Parsing;

/// <summary>A part of a text: a question with its answer, or what is neither.</summary>
/// <param name="Question">The question, or <see langword="null"/>.</param>
/// <param name="Text">The answer, or the text.</param>
internal sealed record TextPart(string? Question, string Text);

/// <summary>Finds questions and answers that are written as <c>Q: …</c> and <c>A: …</c>.</summary>
internal static partial class QuestionsAndAnswers
{
    /// <summary>The parts in their order. An answer ends at a blank line, or where the next question begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="firstLine">The text's first line in the file, from 1.</param>
    /// <param name="findings">Learns of questions without an answer.</param>
    public static IReadOnlyList<TextPart> Split(string text, int firstLine, List<PersonaFinding> findings)
    {
        var parts = new List<TextPart>();
        var (plain, question, answer) = (new List<string>(), default(List<string>), default(List<string>));
        var (asked, code) = (0, false);
        foreach (var (index, line) in Lines(text).Index())
        {
            code ^= MarkdownCode.IsFence(line);
            if (!code && QuestionLine().Match(line) is { Success: true } next)
            {
                EndPlain();
                EndQuestion();
                (question, asked) = ([next.Groups[1].Value], firstLine + index);
            }
            else if (question is not null && answer is null && AnswerLine().Match(line) is { Success: true } first)
            {
                answer = [first.Groups[1].Value];
            }
            else if (answer is not null)
            {
                answer.Add(line);
                if (!code && string.IsNullOrWhiteSpace(line) && string.Concat(answer).Trim().Length > 0)
                {
                    EndQuestion();
                }
            }
            else if (question is not null && string.IsNullOrWhiteSpace(line) && question.Count > 1)
            {
                // The question was several lines, and no answer follows in its paragraph.
                question.Add(line);
            }
            else
            {
                (question ?? plain).Add(line);
            }
        }

        EndQuestion();
        EndPlain();
        return parts;

        void EndPlain()
        {
            if (string.Join('\n', plain).Trim() is { Length: > 0 } said)
            {
                parts.Add(new TextPart(null, said));
            }

            plain.Clear();
        }

        void EndQuestion()
        {
            var said = string.Join('\n', answer ?? []).Trim();
            if (question is not null && said.Length > 0)
            {
                var title = string.Join(' ', question.Select(line => line.Trim())).Trim().TrimEnd('*', '_', ' ', '?');
                parts.Add(new TextPart($"{title}?", said));
            }
            else if (question is not null)
            {
                // What stands below a question that has no answer is read as text.
                findings.Add(new PersonaFinding(PersonaFindingKind.LeftOut, asked, "A question has no answer."));
                plain.AddRange(question.Skip(1));
                EndPlain();
            }

            (question, answer) = (null, null);
        }
    }

    /// <summary>Whether a text is a question whose answer is not in it.</summary>
    public static bool IsQuestion(string text) => QuestionLine().IsMatch(text.Split('\n')[0])
        && !text.Split('\n').Any(AnswerLine().IsMatch);

    /// <summary>Whether a text begins as an answer.</summary>
    public static bool IsAnswer(string text) => AnswerLine().IsMatch(text.Split('\n')[0]);

    // "Q: Where? A: Porto"
    private static string[] Lines(string text) => OneLine().Replace(text, "$1\n$2").Split('\n');

    [GeneratedRegex(@"^(\s*(?:\*\*|__)?Q[ \t]?\d{0,3}[ \t]*:.*?[?.])[ \t]+((?:\*\*|__)?A[ \t]?\d{0,3}[ \t]*:[ \t]*\S)",
        RegexOptions.Multiline)]
    private static partial Regex OneLine();

    [GeneratedRegex(
        @"^[ \t]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?(?:\*\*|__)?(?:Q|Question|Frage|Pregunta|Domanda)[ \t]?\d{0,3}[ \t]*[:：](?:\*\*|__)?"
        + @"[ \t]*(\S.*?)(?:\*\*|__)?[ \t]*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex QuestionLine();

    [GeneratedRegex(
        @"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?:A|R|Answer|Antwort|Réponse|Respuesta|Risposta)[ \t]?\d{0,3}[ \t]*"
        + @"[:：](?:\*\*|__)?[ \t]*(.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex AnswerLine();
}
