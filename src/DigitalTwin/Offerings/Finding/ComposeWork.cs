using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Prompts;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Says what was found. No model words it: what is said of prices is what the owner wrote.</summary>
internal sealed class ComposeWork(OfferingCatalog catalogs) : ITurnWork
{
    public const string StepName = "compose";

    public string Name => StepName;

    public async Task<WorkOutcome> DoAsync(WorkContext context, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(cancellationToken);
        var (found, ranked) = (FindWork.ResultIn(context), RankWork.ResultIn(context));
        var phrases = new Phrases(
            Languages.Guess(context.Start.Message, context.Start.Locale is { } locale ? Languages.Base(locale) : catalog.Segment.Language));
        List<OfferingCard> cards = [.. ranked.Where(each => catalog.ById.ContainsKey(each.Id))
            .Select(each => OfferingSpeaker.CardOf(catalog, catalog.ById[each.Id], found.Need, each.Reason, phrases))];
        List<ReplyPiece> pieces = [];
        if (MediaWork.ResultIn(context) is { IsBlind: true })
        {
            pieces.Add(new ReplyPiece(phrases["offer-no-eyes"] + "\n\n", null, 0));
        }

        var opening = cards.Count == 0 ? phrases["offer-none"]
            : found.LeftOut is { } leftOut ? phrases.Say("offer-relaxed", leftOut)
            : phrases["offer-found"];
        pieces.Add(new ReplyPiece(opening, null, 0));
        pieces.AddRange(cards.Index().SelectMany(card => PiecesOf(card.Index + 1, card.Item, catalog.ById[card.Item.Id], phrases)));
        return new WorkOutcome { Pieces = pieces, Offerings = cards };
    }

    private static IEnumerable<ReplyPiece> PiecesOf(int number, OfferingCard card, Offering offering, Phrases phrases)
    {
        var reasons = card.Reasons.Count > 0 ? $": {string.Join("; ", card.Reasons)}" : "";
        var price = OfferingSpeaker.PriceOf(offering, phrases);
        yield return new ReplyPiece(
            string.Create(CultureInfo.InvariantCulture, $"\n\n{number}. **{card.Title}**, {price}{reasons} "), null, 0);
        yield return new ReplyPiece("", new Citation(card.Id, card.Title, card.Quote ?? card.Title) { Url = card.Url }, number);
        yield return new ReplyPiece(string.Create(CultureInfo.InvariantCulture, $"[{number}]"), null, 0);
    }
}
