using System.Collections.Frozen;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>Reads a visitor's question against the words of a persona.</summary>
internal sealed class QuestionReader
{
    // What visitors send is up to thousands of words long; what they ask for is not.
    private const int MostTerms = 40;

    // Looking for typing errors compares a word with all others.
    private const int MostMistyped = 12;

    private static readonly Dictionary<string, string> KindsOfAnswers = new(StringComparer.Ordinal)
    {
        ["when"] = "#date", ["wann"] = "#date", ["quand"] = "#date", ["cuando"] = "#date", ["quando"] = "#date", ["wanneer"] = "#date",
        ["who"] = Question.ForPerson, ["wer"] = Question.ForPerson, ["qui"] = Question.ForPerson, ["quien"] = Question.ForPerson,
        ["chi"] = Question.ForPerson, ["quem"] = Question.ForPerson,
    };

    private readonly TextAnalyzer analyzer;
    private readonly AskedTermReader terms;
    private readonly FrozenSet<string> names;

    /// <param name="persona">The persona.</param>
    /// <param name="analyzer">For the persona's language.</param>
    /// <param name="factsWith">How many of its facts have a term.</param>
    public QuestionReader(Persona persona, TextAnalyzer analyzer, Func<string, int> factsWith)
    {
        this.analyzer = analyzer;
        names = WordReader.Read(persona.Name).ToFrozenSet(StringComparer.Ordinal);
        terms = new AskedTermReader(persona, analyzer, factsWith);
    }

    /// <summary>What the question asks for. The person's name is no subject, unless there is no other.</summary>
    public Question Read(string question)
    {
        var read = Read(question, names);
        return read.Terms.Count > 0 ? read : Read(question, []);
    }

    private Question Read(string question, FrozenSet<string> left)
    {
        var language = Languages.Guess(question, analyzer.Language);
        var asking = TextAnalyzer.For(language);
        List<string> words = [.. WordReader.Read(question)];
        List<string> stems = [.. words.Select(asking.Stem)];
        var found = new Dictionary<string, AskedTerm>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count && found.Count < MostTerms; i++)
        {
            var length = Math.Max(1, asking.Topics.PhraseAt(stems, i));
            var term = string.Join(' ', stems.Skip(i).Take(length));
            if (!found.ContainsKey(term) && (length > 1 || (!left.Contains(words[i]) && IsAsked(words, i, term, asking))))
            {
                found.Add(term, terms.Read(term, [.. words.Skip(i).Take(length)], asking, found.Count < MostMistyped));
            }

            i += length - 1;
        }

        return new Question(language, Merge(found.Values), [.. words.Select(KindsOfAnswers.GetValueOrDefault).OfType<string>()])
        {
            Text = question,
        };
    }

    // A stop word may ask for an attribute, as "quanti" does. "Waht" and "smal" ask for nothing.
    private bool IsAsked(List<string> words, int at, string stem, TextAnalyzer asking)
        => !asking.IsTerm(words[at]) ? asking.Topics.AskedBy(stem).Any(topic => topic.IsAttribute)
            : analyzer.IsTerm(words[at]) && (at >= MostMistyped || !terms.IsMistyped(words[at], asking)) && !IsBetweenWords(words, at);

    // Of the pairs that stand for words where there are no spaces, one that joins two words is none.
    private bool IsBetweenWords(List<string> words, int at)
    {
        bool IsKnown(int other) => other >= 0 && other < words.Count && terms.IsKnown(words[other]);
        return words[at].Length == 2 && !char.IsAscii(words[at][0]) && !terms.IsKnown(words[at])
            && ((IsKnown(at - 1) && words[at - 1][^1] == words[at][0]) || (IsKnown(at + 1) && words[at + 1][0] == words[at][^1]));
    }

    // "How much does it cost" asks twice for the same.
    private static List<AskedTerm> Merge(IEnumerable<AskedTerm> found)
    {
        var merged = new List<AskedTerm>();
        foreach (var term in found)
        {
            var same = merged.FindIndex(other => other.Topics.Intersect(term.Topics).Any());
            if (same < 0)
            {
                merged.Add(term);
            }
            else
            {
                merged[same] = merged[same].With(term);
            }
        }

        return merged;
    }
}
