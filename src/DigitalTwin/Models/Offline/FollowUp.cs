using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;

namespace DigitalTwin.Models.Offline;

/// <summary>Reads a message as one that goes on with the reply before it.</summary>
/// <param name="snapshot">The persona.</param>
/// <param name="dialogue">The message, with the reply before it.</param>
internal sealed partial class FollowUp(PersonaSnapshot snapshot, OfflineDialogue dialogue)
{
    // "And before that?" asks for nothing else.
    private const int MostTermsBeside = 2;

    private readonly List<FactDocument> cited = [.. dialogue.Cited(snapshot.Persona).Select(snapshot.Index.Document)];

    /// <summary>Whether the message itself points back: with a pronoun, or by beginning with "and".</summary>
    public bool PointsBack { get; } = Cues.PointsBack.IsMatch(dialogue.Question);

    /// <summary>Whether anything was cited just before.</summary>
    public bool HasContext => cited.Count > 0;

    /// <summary>What the facts that were just cited say to it, or <see langword="null"/>.</summary>
    public Found? Find(Question question)
    {
        if (cited.Count == 0)
        {
            return null;
        }

        var isBefore = Cues.Before.IsMatch(dialogue.Question);
        if (PointsBack && question.Terms.Count <= MostTermsBeside && isBefore != Cues.After.IsMatch(dialogue.Question))
        {
            return Beside(question, isBefore);
        }

        var best = cited.SelectMany(document => FactIndex.Find(question, document, 1)).Where(part => part.Part >= 0)
            .MaxBy(part => Weigh(part, question));
        return best is not null && Weigh(best, question) >= Weights.EnoughOfFollowUp ? new Found(question, best) : null;
    }

    /// <summary>What is left to say of the facts that were just cited, or <see langword="null"/>.</summary>
    public Found? Rest(Question question)
        => cited.SelectMany(document => document.Parts.Index().Where(part => !IsSaid(document, part.Index))
            .Select(part => Whole(question, document, part.Index)))
            .FirstOrDefault();

    private static Found Whole(Question question, FactDocument document, int part)
        => new(question, new FoundPart(document, document.Parts.Count > 0 ? part : -1, 1, 1, 1));

    private bool IsSaid(FactDocument document, int part)
        => dialogue.LastReply.Contains(document.Parts[part].Markdown, StringComparison.Ordinal);

    // What the message itself asks for stands in the part; what it leaves out was asked before.
    private double Weigh(FoundPart part, Question question)
    {
        var known = question.Terms.Where(term => term.Variants.Count > 0).Sum(term => term.Importance);
        var share = known == 0 ? 0 : part.Own * (question.Importance + known) / (2 * known);
        return share + (question.Kinds.Any(part.Document.PartTerms[part.Part].Contains) ? Weights.KindInFollowUp : 0)
            - (IsSaid(part.Document, part.Part) ? Weights.Said : 0);
    }

    // In a life that is told by years, the section of the years before or after; else the section that stands there.
    private Found? Beside(Question question, bool isBefore)
    {
        var current = cited[^1];
        if (!isBefore && Rest(question) is { } rest)
        {
            return rest;
        }

        var siblings = snapshot.Persona.Facts.Where(fact => fact.Parents.SequenceEqual(current.Fact.Parents)).ToList();
        var start = Start(current.Fact);
        var next = start == 0 ? null
            : isBefore ? siblings.Where(fact => Start(fact) > 0 && Start(fact) < start).MaxBy(Start)
            : siblings.Where(fact => Start(fact) > start).MinBy(Start);
        next ??= siblings.ElementAtOrDefault(siblings.IndexOf(current.Fact) + 1);
        return next is null ? null : Whole(question, snapshot.Index.Document(next), 0);
    }

    private static int Start(Fact fact)
        => Year().Matches(fact.Title) is { Count: > 0 } titled ? Least(titled)
            : Year().Matches(fact.Text) is { Count: > 0 } told ? Least(told) : 0;

    private static int Least(MatchCollection years) => years.Min(year => int.Parse(year.Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b(19|20)\d\d\b")]
    private static partial Regex Year();
}
