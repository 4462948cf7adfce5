using System.Collections.Frozen;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>Finds the words of a persona that answer a word of a question.</summary>
internal sealed class AskedTermReader
{
    private const int ShortestPart = 5;
    private const int LeastRest = 3;

    private readonly TextAnalyzer analyzer;
    private readonly Func<string, int> factsWith;
    private readonly int facts;
    private readonly FrozenDictionary<string, string[]> synonyms;

    // As they are written, with their stems.
    private readonly FrozenDictionary<string, string> vocabulary;

    /// <param name="persona">The persona.</param>
    /// <param name="analyzer">For the persona's language.</param>
    /// <param name="factsWith">How many of its facts have a term.</param>
    public AskedTermReader(Persona persona, TextAnalyzer analyzer, Func<string, int> factsWith)
    {
        (this.analyzer, this.factsWith, facts) = (analyzer, factsWith, persona.Facts.Count);
        synonyms = Synonyms(persona, analyzer);
        vocabulary = persona.Facts.SelectMany(fact => WordReader.Read($"{fact.Title} {fact.Text}")).Distinct(StringComparer.Ordinal)
            .Where(analyzer.IsTerm).ToFrozenDictionary(word => word, analyzer.Stem, StringComparer.Ordinal);
    }

    /// <summary>Whether the persona has the word as it is written.</summary>
    public bool IsKnown(string word) => vocabulary.ContainsKey(word);

    /// <summary>Whether a word is one that carries nothing, with a typing error.</summary>
    public bool IsMistyped(string word, TextAnalyzer asking)
        => !IsKnown(word) && !asking.Topics.Words.ContainsKey(word) && !asking.IsLight(asking.Stem(word)) && asking.IsNearLight(word);

    /// <summary>A term of a question with all that answers it.</summary>
    /// <param name="term">The stem, or the stems of a phrase with spaces between.</param>
    /// <param name="words">As the visitor wrote it.</param>
    /// <param name="asking">For the visitor's language.</param>
    /// <param name="mayBeMistyped">Whether words near it are looked for, where it is not known.</param>
    public AskedTerm Read(string term, IReadOnlyList<string> words, TextAnalyzer asking, bool mayBeMistyped)
    {
        var (word, isSame, variants) = (words.Count == 1 ? words[0] : null, asking == analyzer, new VariantSet(factsWith));
        variants.Add(isSame || word is null ? term : analyzer.Stem(word), 1);
        variants.Add(word is null ? words.Where(each => !asking.IsSmall(each)).Select(analyzer.Stem) : [], Weights.WordOfPhrase);
        variants.Add(synonyms.GetValueOrDefault(term) ?? [], Weights.OwnersSynonym);
        var topics = asking.Topics.AskedBy(term);
        var isLight = asking.IsLight(term) || (word is null && !topics.Any(topic => topic.IsAttribute) && words.All(asking.IsSmall));
        if (word is not null && mayBeMistyped && variants.Count == 0 && topics.Count == 0 && !isLight)
        {
            topics = AddNear(word, asking, variants);
        }

        if (word is not null)
        {
            AddCompounds(word, variants);
        }

        foreach (var topic in topics)
        {
            AddTopic(topic, isSame, variants);
        }

        foreach (var topic in isSame && !isLight ? asking.Topics.Above(term) : [])
        {
            variants.Add(topic.Same, Weights.Wider);
        }

        return new AskedTerm(term, Importance(variants, isLight, isSame), variants.All, topics.Any(topic => topic.IsAttribute))
        {
            IsLight = isLight,
            Topics = [.. topics.Where(topic => !topic.IsSynonym).Select(topic => topic.Id)],
        };
    }

    // The persona's own words that may be meant; where there are none, the topics' words.
    private IReadOnlyList<Topic> AddNear(string word, TextAnalyzer asking, VariantSet variants)
    {
        var meant = asking == analyzer ? NearWords.Of(word, vocabulary.Keys) : [];
        variants.Add(meant.Select(near => vocabulary[near]), Weights.NearWord);
        return meant.Count > 0 ? []
            : [.. NearWords.Of(word, asking.Topics.Words.Keys).SelectMany(near => asking.Topics.AskedBy(asking.Topics.Words[near]))];
    }

    private void AddTopic(Topic asked, bool isSame, VariantSet variants)
    {
        var topic = isSame ? asked : analyzer.Topics.Find(asked.Key) ?? asked;
        variants.Add(topic.Same, topic.IsSynonym ? Weights.Synonym : isSame ? Weights.SameTopic : Weights.SameTopicElsewhere);
        foreach (var narrower in topic.Narrower)
        {
            variants.Add(narrower, narrower[0] == '#' && topic.IsAttribute ? Weights.Feature
                : topic.IsSynonym ? Weights.KindOfSynonym : Weights.Narrower);
        }
    }

    // Germans and the Dutch write words together: the tail says what a thing is, the head what it is about.
    private void AddCompounds(string word, VariantSet variants)
    {
        if (analyzer.Language is not ("de" or "nl"))
        {
            return;
        }

        foreach (var (other, stem) in vocabulary)
        {
            var (longer, shorter) = other.Length > word.Length ? (other, word) : (word, other);
            if (shorter.Length >= ShortestPart && longer.Length >= shorter.Length + LeastRest)
            {
                variants.Add(stem, longer.EndsWith(shorter, StringComparison.Ordinal) ? Weights.CompoundTail
                    : longer.StartsWith(shorter, StringComparison.Ordinal) ? Weights.CompoundHead : 0);
            }
        }
    }

    private double Importance(VariantSet variants, bool isLight, bool isSame)
        => Rarity(variants) * (variants.Count > 0 ? isLight ? Weights.Light : 1
            : (isLight ? Weights.LightUnknown : Weights.Unknown) * (isSame ? 1 : Weights.Untranslated));

    // A word that the persona does not contain is the rarest of all: it is what the persona does not know about.
    private double Rarity(VariantSet variants)
    {
        var count = variants.MostFacts(above: Weights.SameTopic) is > 0 and var own ? own : variants.MostFacts(above: Weights.Wider);
        return Bm25.Rarity(facts, count);
    }

    private static FrozenDictionary<string, string[]> Synonyms(Persona persona, TextAnalyzer analyzer)
        => persona.Synonyms
            .Select(group => group.SelectMany(analyzer.Terms).Distinct(StringComparer.Ordinal).ToList())
            .SelectMany(group => group.Select(term => (Term: term, Others: group.Where(other => other != term))))
            .GroupBy(entry => entry.Term, entry => entry.Others, StringComparer.Ordinal)
            .ToFrozenDictionary(
                entries => entries.Key,
                entries => entries.SelectMany(others => others).Distinct(StringComparer.Ordinal).ToArray(),
                StringComparer.Ordinal);

    /// <summary>The terms that the persona has of those that may answer, each with its best weight.</summary>
    private sealed class VariantSet(Func<string, int> factsWith)
    {
        private readonly Dictionary<string, double> weights = new(StringComparer.Ordinal);

        public int Count => weights.Count;

        public IReadOnlyList<(string Term, double Weight)> All => [.. weights.Select(each => (each.Key, each.Value))];

        public void Add(string term, double weight)
        {
            if (weight > weights.GetValueOrDefault(term) && factsWith(term) > 0)
            {
                weights[term] = weight;
            }
        }

        public void Add(IEnumerable<string> terms, double weight)
        {
            foreach (var term in terms)
            {
                Add(term, weight);
            }
        }

        public int MostFacts(double above)
            => weights.Where(each => each.Value > above).Select(each => factsWith(each.Key)).DefaultIfEmpty().Max();
    }
}
