using DigitalTwin.Documents.Formats;
using DigitalTwin.Hosting;
using DigitalTwin.Models.Embeddings;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Search.Segments;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Documents.Reading;

/// <summary>
/// Reads a document step by step. Each step takes what the one before it kept, and keeps what it finds before the document's row says that
/// it is done: cut off anywhere, it is done again, and nothing before it. Both engines do nothing but call it until it is over.
/// </summary>
internal sealed partial class ReadingSteps(
    DocumentStore store,
    DocumentCatalog catalog,
    IEnumerable<IPageReader> readers,
    EmbeddingModel embeddings,
    DocumentSummarizer summarizer,
    PersonaProvider personas,
    ILogger<ReadingSteps> logger)
{
    private const string TextPart = "text";
    private const string VectorsPart = "vectors";
    private const int MostAttempts = 3;
    private const int SampleLength = 4_000;

    private static readonly TimeSpan LongestBatch = TimeSpan.FromMinutes(1);

    /// <summary>Does the next step of a document.</summary>
    /// <param name="id">The document's id.</param>
    /// <param name="cancellationToken">Stops in the middle of the step; it is done again.</param>
    /// <returns>Whether another step is to be done.</returns>
    public async Task<bool> NextAsync(string id, CancellationToken cancellationToken)
    {
        // Counted before it begins: a file that ends the process does so before anybody can say it.
        var document = await store.ChangeAsync(
            id, now => now.State == DocumentState.Reading ? now with { Attempts = now.Attempts + 1 } : null, cancellationToken);
        if (document is not { State: DocumentState.Reading })
        {
            return false;
        }

        var next = await DoAsync(document, cancellationToken);
        var kept = await store.ChangeAsync(id, now => IsSame(now, document) ? With(now, next) : null, cancellationToken);
        catalog.Invalidate();
        return kept is { State: DocumentState.Reading };
    }

    private async Task<StoredDocument> DoAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        try
        {
            return document.Attempts > MostAttempts
                ? Failed(document, Problems.DocumentUnreadable, "Reading it was cut off again and again.")
                : await (document.Step switch
                {
                    ReadingStep.Sniff => SniffAsync(document, cancellationToken),
                    ReadingStep.Text => ReadTextAsync(document, cancellationToken),
                    ReadingStep.Pictures => LookAsync(document, cancellationToken),
                    ReadingStep.Passages => CutAsync(document, cancellationToken),
                    ReadingStep.Vectors => FindVectorsAsync(document, cancellationToken),
                    _ => SumUpAsync(document, cancellationToken),
                });
        }
        catch (DocumentException error)
        {
            return Failed(document, error.Problem, error.Detail);
        }
    }

    // Whoever changed the title or had it read again meanwhile is not overruled.
    private static bool IsSame(StoredDocument now, StoredDocument begun)
        => (now.State, now.Step, now.Reading, now.PicturesDone) == (begun.State, begun.Step, begun.Reading, begun.PicturesDone);

    private static StoredDocument With(StoredDocument now, StoredDocument next) => next with
    {
        Title = now.HasOwnTitle ? now.Title : next.Title,
        HasOwnTitle = now.HasOwnTitle,
        Visibility = now.Visibility,
        PublishedAt = now.PublishedAt,
        Tags = now.Tags,
        Attempts = 0,
    };

    private static StoredDocument Failed(StoredDocument document, Problem problem, string? detail)
        => document with { State = DocumentState.Failed, Error = new DocumentError(problem.Code, problem.Title, detail) };

    private async Task<StoredDocument> SniffAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var file = await store.ReadFileAsync(document.Id, cancellationToken);
        var format = FileFormat.Sniff(file, document.Name, cancellationToken);
        return document with { Kind = format.Kind, Step = ReadingStep.Text };
    }

    private async Task<StoredDocument> ReadTextAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var text = await ExtractAsync(
            FileFormat.Of(document.Kind!), await store.ReadFileAsync(document.Id, cancellationToken), cancellationToken);
        ReadingLimits.CheckText(text);
        await store.KeepAsync(document, TextPart, text, ProductJson.Api.DocumentText, cancellationToken);
        List<int> pictures = [.. text.Pages.Where(page => page.IsPicture).Select(page => page.Number).Take(ReadingLimits.MostPictures)];
        var title = text.Title ?? text.Pages.SelectMany(page => page.Blocks.Take(1))
            .FirstOrDefault(block => block.Kind == BlockKind.Heading)?.Text;
        return document with
        {
            Title = title is { Length: > 0 and <= DocumentRequests.LongestTitle } ? title : document.Title,
            Pages = text.Pages.Count,
            PicturePages = pictures,
            Step = pictures.Count > 0 ? ReadingStep.Pictures : ReadingStep.Passages,
        };
    }

    // Libraries that read files can be made to work without an end, and not all of them can be stopped: they are left behind.
    private async Task<DocumentText> ExtractAsync(FileFormat format, byte[] file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadingLimits.Longest);
        try
        {
            var reading = Task.Factory.StartNew(
                () => format.Read(file, limit.Token), limit.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await reading.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DocumentException(Problems.DocumentUnreadable, "It took too long to read.");
        }
        catch (Exception error) when (error is not (DocumentException or OperationCanceledException))
        {
            // What a broken file makes the libraries throw is of many kinds.
            LogBroken(logger, format.Kind, error);
            throw new DocumentException(Problems.DocumentUnreadable, "The file is damaged.");
        }
    }

    // One page at a time: each is work that is paid for.
    private async Task<StoredDocument> LookAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var number = document.PicturePages[document.PicturesDone];
        var file = await store.ReadFileAsync(document.Id, cancellationToken);
        var persona = (await personas.GetAsync(cancellationToken)).Persona;
        var page = new PagePicture(
            file, FileFormat.Of(document.Kind!), number) { Languages = [.. persona.Languages.Select(Languages.Base)] };
        IReadOnlyList<Block>? found = null;
        foreach (var reader in readers)
        {
            found ??= await reader.ReadAsync(page, cancellationToken);
        }

        await store.KeepAsync(document, PictureOf(number), new PageText(number, found ?? []), ProductJson.Api.PageText, cancellationToken);
        var done = document.PicturesDone + 1;
        return document with
        {
            PicturesDone = done,
            Step = done == document.PicturePages.Count ? ReadingStep.Passages : ReadingStep.Pictures,
        };
    }

    private async Task<StoredDocument> CutAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var text = await PartAsync(document, TextPart, ProductJson.Api.DocumentText, cancellationToken);
        List<PageText> pages = [];
        foreach (var page in text.Pages)
        {
            pages.Add(!page.IsPicture || !document.PicturePages.Contains(page.Number) ? page
                : await PartAsync(document, PictureOf(page.Number), ProductJson.Api.PageText, cancellationToken));
        }

        var passages = Chunker.Cut(pages);
        if (passages.Count == 0)
        {
            throw new DocumentException(Problems.DocumentUnreadable, pages.Any(page => page.IsPicture) || document.PicturePages.Count > 0
                ? "It is a picture of text, and nothing here can read it: install tesseract, or set a model that sees pictures."
                : "It has no text.");
        }

        var persona = (await personas.GetAsync(cancellationToken)).Persona;
        var sample = string.Join('\n', passages.Select(passage => passage.Text).TakeWhile((_, index) => index < 10));
        await store.KeepAsync(document, DocumentSearch.PassagesPart, [.. passages], ProductJson.Api.ListPassage, cancellationToken);
        return document with
        {
            Passages = passages.Count,
            Language = Languages.Guess(sample[..Math.Min(sample.Length, SampleLength)], Languages.Base(persona.Languages[0])),
            UnreadPages = [.. pages.Where(page => page.Blocks.Count == 0).Select(page => page.Number)],
            Step = embeddings.IsAvailable ? ReadingStep.Vectors : ReadingStep.Summary,
        };
    }

    private async Task<StoredDocument> FindVectorsAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var passages = await PartAsync(document, DocumentSearch.PassagesPart, ProductJson.Api.ListPassage, cancellationToken);
        List<string> texts = [.. passages.Select(passage => $"{string.Join(" > ", passage.Headings)}\n{passage.Text}")];
        if (await embeddings.OfAsync(texts, LongestBatch, cancellationToken) is { } found)
        {
            await store.KeepAsync(document, VectorsPart, [.. found], ProductJson.Api.ListSingleArray, cancellationToken);
        }

        return document with { Step = ReadingStep.Summary };
    }

    private async Task<StoredDocument> SumUpAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var passages = await PartAsync(document, DocumentSearch.PassagesPart, ProductJson.Api.ListPassage, cancellationToken);
        var found = await store.ReadAsync(document, VectorsPart, ProductJson.Api.ListSingleArray, cancellationToken);
        var segment = SegmentWriter.Write(
            document.Language, [.. passages.Select(passage => new SearchablePassage(passage, document.Title))], found);
        await store.KeepAsync(document, DocumentSearch.SegmentPart, segment, cancellationToken);
        var summary = await summarizer.SumUpAsync(document, passages, cancellationToken);
        await store.ForgetReadingsBeforeAsync(document, cancellationToken);
        return document with { Summary = summary, State = DocumentState.Ready };
    }

    private async Task<T> PartAsync<T>(
        StoredDocument document, string part, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
            CancellationToken cancellationToken)
        where T : class
        => await store.ReadAsync(document, part, type, cancellationToken)
            ?? throw new DocumentException(Problems.DocumentUnreadable, "What was read of it is gone. Have it read again.");

    private static string PictureOf(int page) => $"picture-{page}";

    [LoggerMessage(EventId = 2501, Level = LogLevel.Information, Message = "A document of the kind {Kind} cannot be read")]
    private static partial void LogBroken(ILogger logger, string kind, Exception error);
}
