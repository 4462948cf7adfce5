using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>What people ask about a life and its work, with the words for it.</summary>
/// <param name="Id">The same in all languages.</param>
/// <param name="IsAttribute">Whether a fact that has none of the words does not answer a question for the topic.</param>
/// <param name="Same">Terms that mean the same; of several words those are stems with spaces between.</param>
/// <param name="Narrower">Terms that a question for the topic may mean, but not the other way round.</param>
internal sealed record Topic(string Id, bool IsAttribute, IReadOnlyList<string> Same, IReadOnlyList<string> Narrower)
{
    /// <summary>Whether it is only a group of synonyms, and nothing that people ask about.</summary>
    public bool IsSynonym { get; init; }

    /// <summary>Its id among topics and synonyms.</summary>
    public string Key => (IsSynonym ? "=" : "") + Id;
}

/// <summary>The topics of a language, of its file beside this one.</summary>
internal sealed class Topics
{
    private static readonly ConcurrentDictionary<string, Topics> Loaded = new(StringComparer.Ordinal);

    // Said once, in the English file.
    private static readonly Lazy<FrozenSet<string>> Attributes = new(() => WordFile.Lines("en").Where(line => line[0] == '!')
        .Select(line => line[1..line.IndexOf(':', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal));

    private readonly FrozenDictionary<string, string[][]> phrases;
    private readonly FrozenDictionary<string, Topic[]> byTerm;
    private readonly FrozenDictionary<string, Topic[]> above;
    private readonly FrozenDictionary<string, Topic> byId;

    private Topics(string language)
    {
        Words = new Dictionary<string, string>(StringComparer.Ordinal);
        List<Topic> topics = [.. WordFile.Lines(language).Select(line => Read(line, language))];
        byId = topics.DistinctBy(topic => topic.Key).ToFrozenDictionary(topic => topic.Key, StringComparer.Ordinal);
        byTerm = topics.SelectMany(topic => topic.Same.Select(term => (term, topic)))
            .GroupBy(pair => pair.term, pair => pair.topic, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        above = topics.SelectMany(topic => topic.Narrower.Select(term => (term, topic)))
            .GroupBy(pair => pair.term, pair => pair.topic, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        phrases = topics.SelectMany(topic => topic.Same.Concat(topic.Narrower))
            .Where(term => term.Contains(' ', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Select(term => term.Split(' '))
            .GroupBy(words => words[0], StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key, group => group.OrderByDescending(words => words.Length).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The single words of the topics as they are written, with their stems.</summary>
    public Dictionary<string, string> Words { get; }

    /// <summary>The topics of a language of two letters; none where there is no file for it.</summary>
    public static Topics Of(string language) => Loaded.GetOrAdd(language, each => new Topics(each));

    /// <summary>All topics of the language.</summary>
    public IReadOnlyCollection<Topic> All => byId.Values;

    /// <summary>The topics that a term asks for.</summary>
    public IReadOnlyList<Topic> AskedBy(string term) => byTerm.GetValueOrDefault(term) ?? [];

    /// <summary>The topics that a term is a kind of.</summary>
    public IReadOnlyList<Topic> Above(string term) => above.GetValueOrDefault(term) ?? [];

    /// <summary>The topic with this key.</summary>
    public Topic? Find(string key) => byId.GetValueOrDefault(key);

    /// <summary>How many of the stems from a place on are a phrase; 0 where none is.</summary>
    public int PhraseAt(IReadOnlyList<string> stems, int start)
    {
        foreach (var phrase in phrases.GetValueOrDefault(stems[start]) ?? [])
        {
            if (start + phrase.Length <= stems.Count && phrase.Index().All(word => stems[start + word.Index] == word.Item))
            {
                return phrase.Length;
            }
        }

        return 0;
    }

    private Topic Read(string line, string language)
    {
        var (id, words) = line.Split(':', 2) is [var first, var second] ? (first, second) : throw new InvalidOperationException(line);
        var sides = words.Split('>', 2);
        var isAttribute = Attributes.Value.Contains(id.TrimStart('!'));
        return new Topic(id.TrimStart('!', '='), isAttribute, Terms(sides[0]), Terms(sides.ElementAtOrDefault(1) ?? ""))
        {
            IsSynonym = id[0] == '=',
        };

        string[] Terms(string side)
            => [.. side.Split(',').Select(entry => ToTerm(entry.Trim(), language)).Where(term => term.Length > 0).Distinct()];
    }

    private string ToTerm(string entry, string language)
    {
        if (entry.StartsWith('#'))
        {
            return entry;
        }

        var read = WordReader.Read(entry).ToList();
        if (read.Count == 1)
        {
            Words[read[0]] = Stemmer.Stem(read[0], language);
        }

        return string.Join(' ', read.Select(word => Stemmer.Stem(word, language)));
    }
}
