using System.Diagnostics;
using System.Text.RegularExpressions;
using DigitalTwin.Models.Offline;
using DigitalTwin.Personas.Search;
using DigitalTwin.Prompts;

namespace DigitalTwin.Testing.Answers;

/// <summary>How a blind question was answered.</summary>
/// <param name="Set">The persona.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Reply">The reply as it is shown.</param>
/// <param name="Says">Whether anything of the persona was cited.</param>
/// <param name="IsRight">Whether the reply has the sentences that answer, and cites their facts.</param>
/// <param name="Quotes">Whether the quotes of those citations are these sentences.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Relevant">The part of the reply's sentences that stand in the paragraphs of the right ones.</param>
internal sealed record Outcome(
    AnswerSet Set, BlindQuestion Question, string Reply, bool Says, bool IsRight, bool Quotes, double Relevant, double Milliseconds);

/// <summary>Asks the twin without a model what nobody who knew it has written.</summary>
internal static partial class AnswerMeasure
{
    /// <summary>The outcomes of all questions of a set.</summary>
    public static IEnumerable<Outcome> Run(AnswerSet set)
    {
        var answerer = new OfflineAnswerer(set.Persona);
        foreach (var question in set.Questions)
        {
            var before = question.Before.Length > 0 ? answerer.Answer(new OfflineDialogue(question.Before, "")) : "";
            var started = Stopwatch.GetTimestamp();
            var reply = answerer.Answer(new OfflineDialogue(question.Question, before) { LastQuestion = question.Before });
            yield return Judge(set, question, reply, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private static Outcome Judge(AnswerSet set, BlindQuestion question, string reply, double milliseconds)
    {
        var writer = new CitationWriter(set.Persona, question.Question, [], continues: false);
        _ = writer.Write(reply).Concat(writer.Finish()).Count();
        var said = AnswerSet.Plain(reply);
        var expected = question.Sentences.Select(AnswerSet.Plain).ToList();
        var isRight = expected.Count > 0 && expected.All(said.Contains)
            && question.Headings.All(heading => writer.Citations.Any(each => each.Title == heading));
        bool IsQuoted(string sentence) => writer.Citations.Any(each
            => AnswerSet.Plain(each.Quote) is { Length: > 0 } quote
                && (quote.Contains(sentence, StringComparison.Ordinal) || sentence.Contains(quote, StringComparison.Ordinal)));
        return new Outcome(
            set, question, writer.Reply, writer.Citations.Count > 0, isRight, isRight && expected.All(IsQuoted),
            isRight ? Relevance(set, question, reply) : 0, milliseconds);
    }

    private static double Relevance(AnswerSet set, BlindQuestion question, string reply)
    {
        var paragraphs = set.Persona.Persona.Facts.SelectMany(fact => Passages.Paragraphs(fact.Text)).Select(AnswerSet.Plain)
            .Where(paragraph => question.Sentences.Any(sentence => paragraph.Contains(AnswerSet.Plain(sentence), StringComparison.Ordinal)))
            .ToList();
        var sentences = FactParts.Of(Marks().Replace(reply, "")).Select(part => AnswerSet.Plain(part.Plain))
            .Where(sentence => sentence.Length > 0).ToList();
        bool IsRelevant(string sentence) => paragraphs.Any(paragraph => paragraph.Contains(sentence, StringComparison.Ordinal));
        return sentences.Count == 0 ? 0 : (double)sentences.Count(IsRelevant) / sentences.Count;
    }

    // A heading above what is said, and marks of citations, are no sentences.
    [GeneratedRegex(@"\*\*[^*]+\*\*|\[\[[^\]]*\]\]")]
    private static partial Regex Marks();
}
