using System.ComponentModel;
using DigitalTwin.Personas;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Documents;

/// <summary>The tools with which a model looks into the owner's documents: visitors' turns into public ones only.</summary>
internal sealed class DocumentTools(DocumentSearch search, DocumentStore store)
{
    /// <summary>The name of the tool that searches.</summary>
    public const string Search = "search_documents";

    private const int MostPassages = 5;
    private const int MostRead = 12;

    // A result that is longer is cut by the runner, in the middle of a passage.
    private const int MostCharacters = 6_000;

    /// <summary>A passage, as a model sees it.</summary>
    internal sealed record FoundText(string Id, string Document, string Title, int Page, string Text);

    /// <summary>What is known of a document.</summary>
    internal sealed record DocumentOverview(string Document, string Title, int Pages, string Summary, IReadOnlyList<string> Headings);

    public TwinTool SearchTool() => ToolOf(SearchAsync, Search);

    public TwinTool ReadTool() => ToolOf(ReadAsync, "read_document");

    public TwinTool SummariseTool() => ToolOf(SummariseAsync, "summarise_document");

    private TwinTool ToolOf(Delegate function, string name) => new()
    {
        Function = AIFunctionFactory.Create(function, name),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Read,
        Idempotent = true,
        Attempts = 2,
        Brings = Taint.Document,
        IsOffered = (audience, token) => search.HasAnyAsync(LeastFor(audience), token),
    };

    [Description("Searches the person's documents for passages that answer a question. Use it when the facts you were given do not answer "
        + "it. Cite each passage that you use by its id, and keep its wording for numbers, names and dates.")]
    private async Task<IReadOnlyList<FoundText>> SearchAsync(
        [Description("What to look for, in the words of the question.")] string query,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken)
    {
        var context = ToolContext.Of(arguments);
        var found = await search.FindAsync(query, LeastFor(context.Audience), MostPassages, cancellationToken);
        return Show(context, found.Select(each => (each.Document, each.Passage)));
    }

    [Description("Reads a page of one of the person's documents, to see what stands around a passage. Cite passages by their ids.")]
    private async Task<IReadOnlyList<FoundText>> ReadAsync(
        [Description("The document's id.")] string document,
        [Description("The page, from 1.")] int page,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken)
    {
        var context = ToolContext.Of(arguments);
        var found = await FindAsync(document, context, cancellationToken);
        var passages = (await search.PassagesAsync(found, cancellationToken)).Where(passage => passage.Page == page).Take(MostRead);
        return Show(context, passages.Select(passage => (found, passage)));
    }

    [Description("Says what one of the person's documents is about, with its headings.")]
    private async Task<DocumentOverview> SummariseAsync(
        [Description("The document's id.")] string document, AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var found = await FindAsync(document, ToolContext.Of(arguments), cancellationToken);
        var headings = (await search.PassagesAsync(found, cancellationToken)).SelectMany(passage => passage.Headings.TakeLast(1))
            .Distinct();
        return new DocumentOverview(found.Id, found.Title, found.Pages, found.Summary, [.. headings.Take(40)]);
    }

    private async Task<StoredDocument> FindAsync(string id, ToolContext context, CancellationToken cancellationToken)
        => await store.FindAsync(id, cancellationToken) is { State: DocumentState.Ready } document
            && document.Visibility >= LeastFor(context.Audience)
            ? document
            : throw new ToolException("There is no such document.");

    // What a model is shown can be cited in the reply.
    private static List<FoundText> Show(ToolContext context, IEnumerable<(StoredDocument Document, Passage Passage)> found)
    {
        var (facts, left) = (new List<Fact>(), MostCharacters);
        foreach (var fact in found.Select(each => each.Passage.ToFact(each.Document)))
        {
            left -= fact.Text.Length;
            if (facts.Count > 0 && left < 0)
            {
                break;
            }

            facts.Add(fact);
        }

        context.Passages = facts;
        return [.. facts.Select(fact
            => new FoundText(fact.Id, fact.Source!.Document!, $"{fact.Source.Title}: {fact.Title}", fact.Source.Page ?? 1, fact.Text))];
    }

    private static DocumentVisibility LeastFor(ToolAudience audience) => audience switch
    {
        ToolAudience.Owner => DocumentVisibility.Private,
        ToolAudience.Agent => DocumentVisibility.Invited,
        _ => DocumentVisibility.Public,
    };
}
