using System.Text.RegularExpressions;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;

namespace DigitalTwin.Models.Offline;

/// <summary>A part of a fact that answers a question.</summary>
internal sealed record Found(Question Question, FoundPart Part);

/// <summary>Decides what of the persona answers a visitor, if anything does.</summary>
internal sealed partial class AnswerFinder(PersonaSnapshot snapshot)
{
    // A message of many sentences is not asked one by one without an end.
    private const int MostPieces = 6;

    private readonly FactIndex index = snapshot.Index;

    /// <summary>The parts of facts that answer, one for each question in the message; empty where nothing does.</summary>
    public IReadOnlyList<Found> Find(OfflineDialogue dialogue)
    {
        var whole = index.Read(dialogue.Question);
        var direct = Best(whole);
        return GoOn(dialogue, whole, direct) is { } further ? [further] : Divide(dialogue.Question, whole, direct);
    }

    private Found? Best(Question question)
        => index.Find(question).FirstOrDefault(IsEnough) is { } best ? new Found(question, best) : null;

    private static bool IsEnough(FoundPart part)
        => part.Coverage >= Weights.Enough && !TaughtQuestions.IsTaught(part.Document.Fact);

    // A message that points back, or has no subject of its own, is about what was just said; one that names what is unknown is not.
    private Found? GoOn(OfflineDialogue dialogue, Question whole, Found? direct)
    {
        var followUp = new FollowUp(snapshot, dialogue);
        var mayGoOn = followUp.PointsBack || (IsKnown(whole) && (direct is null || !HasSubject(whole)));
        if (mayGoOn && followUp.Find(whole) is { } context)
        {
            return context;
        }

        return direct is not null || !followUp.PointsBack ? null
            : !followUp.HasContext ? Best(index.Read($"{dialogue.LastQuestion} {dialogue.Question}"))
            : whole.Terms.Count(term => term.Variants.Count == 0) <= 1 ? followUp.Rest(whole) : null;
    }

    // Two questions in one, or one among polite words.
    private List<Found> Divide(string message, Question whole, Found? direct)
    {
        var pieces = Pieces().Split(message).Take(MostPieces).Select(index.Read).Where(piece => piece.Terms.Count > 0).ToList();
        List<Found> answers = pieces.Count < 2 ? []
            : [.. pieces.Select(Best).OfType<Found>().DistinctBy(found => (found.Part.Document, found.Part.Part))];
        if (answers.Count > 1 && answers.Average(found => found.Part.Coverage) >= (direct?.Part.Coverage ?? 0))
        {
            return answers;
        }

        return direct is not null ? [direct]
            : answers.Sum(found => found.Question.Importance) >= Weights.EnoughOfMessage * whole.Importance ? answers
            : [];
    }

    private static bool IsKnown(Question question) => question.Terms.All(term => term.IsLight || term.Variants.Count > 0);

    // What is asked about is named by a word of the persona's own; topics are asked of anything.
    private static bool HasSubject(Question question)
        => question.Terms.Any(term => (!term.IsTopic && term.Variants.Count > 0)
            || (!term.IsAttribute && term.Variants.Any(each => each.Weight >= 1)));

    [GeneratedRegex(@"[?!;]+\s*|(?<=\w{3})\.\s+|,\s+|\s+(?:and|und|et|y|e|ed|en|sowie|puis|also)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Pieces();
}
