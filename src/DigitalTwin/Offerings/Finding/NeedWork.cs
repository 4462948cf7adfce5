using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Finds out what a visitor needs, and what they have to be asked, if anything.</summary>
internal sealed class NeedWork(OfferingCatalog catalogs, ModelQuestion model) : ITurnWork
{
    public const string StepName = "need";

    private const int MostOptions = 6;
    private const int LongestQuestion = 300;
    private const int MostKinds = 40;

    private const string Instructions = """
        A visitor says what they need. Take it down:
        {"what": "words to search with, in the visitor's language, with near synonyms", "kind": "...", "place": "...", "maxPrice": 0,
        "currency": "EUR", "when": "...", "question": "...", "options": ["..."]}
        "kind" is one of those listed, and only where no other would do; "place" only where it has to be there; "maxPrice" only where they
        give a limit. "question" is one short question in their language, with two to six "options", and only where what they need is so
        unclear that hardly anything could be found. Leave out all else.
        """;

    public string Name => StepName;

    public async Task<WorkOutcome> DoAsync(WorkContext context, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(cancellationToken);
        var seen = string.Join(' ', MediaWork.ResultIn(context).Pictures.Select(picture => picture.Words));
        var message = context.Start.Message;
        var text = $"Kinds: {string.Join(", ", catalog.Kinds.Take(MostKinds))}\nPicture: {seen}\nNeed: {message}";
        var understood = model.IsAvailable
            ? await model.AskAsync(context.Start, Instructions, text, ProductJson.Lenient.UnderstoodNeed, [], cancellationToken)
            : null;
        var need = understood is { What.Length: > 0 } ? Of(understood, catalog) : NeedGrammar.Read(message, catalog);
        need = need with { What = $"{need.What} {seen}".Trim() };
        return new WorkOutcome
        {
            Result = JsonSerializer.Serialize(need, ProductJson.Api.Need),
            Question = understood is not null ? Asked(understood) : Ask(need, message, catalog),
            Model = model.IsAvailable && understood is not null ? model.Name : IModel.OfflineName,
            Degraded = model.IsAvailable && understood is null,
        };
    }

    /// <summary>What the step found, together with what the visitor answered.</summary>
    public static Need ResultIn(WorkContext context, Catalog catalog)
    {
        var need = JsonSerializer.Deserialize(context.ResultOf(StepName), ProductJson.Api.Need)!;
        if (context.AnswerTo(StepName) is not { } answer)
        {
            return need;
        }

        // An answer may name a kind, or say anything more.
        var more = NeedGrammar.Read(answer, catalog);
        return need with
        {
            What = $"{need.What} {more.What}",
            Kind = catalog.Kinds.FirstOrDefault(kind => kind.Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase)) ?? need.Kind,
            Place = more.Place ?? need.Place,
            MaxPrice = more.MaxPrice ?? need.MaxPrice,
            Currency = more.Currency ?? need.Currency,
        };
    }

    // What a model makes up of kinds and places is not met by anything.
    private static Need Of(UnderstoodNeed understood, Catalog catalog) => new(understood.What!)
    {
        Kind = catalog.Kinds.FirstOrDefault(kind => kind.Equals(understood.Kind, StringComparison.OrdinalIgnoreCase)),
        Place = understood.Place is { } place && catalog.Places.Contains(place) ? place : null,
        MaxPrice = understood.MaxPrice is > 0 ? understood.MaxPrice : null,
        Currency = understood.Currency is { Length: 3 } currency ? currency.ToUpperInvariant() : null,
        When = understood.When,
    };

    private static Clarification? Asked(UnderstoodNeed understood)
        => understood.Question is { Length: > 0 and <= LongestQuestion } question
            ? new Clarification(question, [.. (understood.Options ?? []).Where(option => option.Length is > 0 and <= 80).Take(MostOptions)])
            : null;

    // One question, and only where there is nothing to search with and something to choose from.
    private static Clarification? Ask(Need need, string message, Catalog catalog)
        => catalog.Kinds.Count > 1 && NeedGrammar.IsVague(need, catalog.Segment.Language)
            ? new Clarification(
                new Phrases(Languages.Guess(message, catalog.Segment.Language))["offer-which"], [.. catalog.Kinds.Take(MostOptions)])
            : null;
}
