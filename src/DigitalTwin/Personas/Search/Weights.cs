namespace DigitalTwin.Personas.Search;

/// <summary>
/// How much what counts, each from 0 to 1 unless it says otherwise. Found by a search over blind questions, see docs/answers.md; the
/// measure is <c>dotnet run --project tests/DigitalTwin.Benchmarks -- answers</c>.
/// </summary>
internal static class Weights
{
    /// <summary>A part that covers less of a question does not answer it.</summary>
    public const double Enough = 0.77;

    /// <summary>The same for a follow-up, of which the question before has said the subject.</summary>
    public const double EnoughOfFollowUp = 0.22;

    /// <summary>The least share of a message that its answered questions are, for the others to be left unsaid.</summary>
    public const double EnoughOfMessage = 0.5;

    /// <summary>A word that the owner gave as a synonym.</summary>
    public const double OwnersSynonym = 0.9;

    /// <summary>A word of a phrase that is asked for.</summary>
    public const double WordOfPhrase = 0.9;

    /// <summary>Another word of the same topic.</summary>
    public const double SameTopic = 0.85;

    /// <summary>A word of the same topic in another language.</summary>
    public const double SameTopicElsewhere = 0.95;

    /// <summary>A narrower word of the topic.</summary>
    public const double Narrower = 0.73;

    /// <summary>The topic's word for a narrower one that is asked for.</summary>
    public const double Wider = 0.4;

    /// <summary>What the topic's answers name, such as an amount of money.</summary>
    public const double Feature = 0.99;

    /// <summary>Another word of everyday speech.</summary>
    public const double Synonym = 0.75;

    /// <summary>A kind of what a word of everyday speech means.</summary>
    public const double KindOfSynonym = 0.65;

    /// <summary>A word that was typed wrongly.</summary>
    public const double NearWord = 0.89;

    /// <summary>The last part of a compound, or the compound for its last part.</summary>
    public const double CompoundTail = 0.68;

    /// <summary>The same for the first part.</summary>
    public const double CompoundHead = 0.66;

    /// <summary>The importance of a word that carries little.</summary>
    public const double Light = 0.5;

    /// <summary>The same where the persona lacks it.</summary>
    public const double LightUnknown = 0.32;

    /// <summary>The importance of a word that the persona lacks: above 1, since it may be what is asked for.</summary>
    public const double Unknown = 1.3;

    /// <summary>The importance of a word that has no counterpart in the persona's language.</summary>
    public const double Untranslated = 0.35;

    /// <summary>A term in the heading, not in the part.</summary>
    public const double InTitle = 0.78;

    /// <summary>A term elsewhere in the fact, or in the headings above it.</summary>
    public const double InFact = 0.5;

    /// <summary>A word of a topic in a part whose heading is about something else.</summary>
    public const double AwayFromTitle = 0.9;

    /// <summary>What is left of the coverage of a part that lacks an attribute that is asked for.</summary>
    public const double LacksAttribute = 0.73;

    /// <summary>The same for another topic.</summary>
    public const double LacksTopic = 0.82;

    /// <summary>The same for each word that the persona lacks.</summary>
    public const double LacksWord = 0.91;

    /// <summary>The same where a person is asked for and none is named.</summary>
    public const double LacksPerson = 0.65;

    /// <summary>How much a heading adds that is asked for wholly.</summary>
    public const double WholeTitle = 0.1;

    /// <summary>What naming the kind of thing that is asked for adds to a part's rank.</summary>
    public const double RankOfKind = 0.1;

    /// <summary>What the rank of its fact adds to a part's.</summary>
    public const double RankOfFact = 0.13;

    /// <summary>What it adds to a part's rank that the writer speaks of themself in it, where the heading is asked for.</summary>
    public const double RankOfSelf = 0.08;

    /// <summary>What a heading for the topic adds to a part's rank.</summary>
    public const double RankOfTitle = 0.2;

    /// <summary>What naming the kind of thing that is asked for adds in a follow-up.</summary>
    public const double KindInFollowUp = 0.3;

    /// <summary>What a part loses that was said just before.</summary>
    public const double Said = 0.1;
}
