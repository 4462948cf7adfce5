using DigitalTwin.Documents;
using DigitalTwin.Documents.Reading;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Models;
using DigitalTwin.Offerings;
using DigitalTwin.Personas;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>
/// Puts the sample persona's documents and offerings into a new data folder, where no model is set; and takes them away, unless they were
/// changed, once the persona is another one: nobody's site offers what Ada Lovelace did.
/// </summary>
internal sealed partial class SampleWorkspace(
    DataFolder data,
    IModel model,
    IBlobStore blobs,
    DocumentStore documents,
    DocumentCatalog documentCatalog,
    IReadingScheduler readings,
    OfferingStore offerings,
    OfferingCatalog offeringCatalog,
    TimeProvider time,
    ILogger<SampleWorkspace> logger) : BackgroundService
{
    private const string Documents = "sample/documents/";
    private const string Offerings = "sample/offerings/";
    private const string Tag = "sample";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // With a model it would cost money that nobody asked to spend.
            if (data.IsNew && model.IsOffline && await IsSampleAsync(stoppingToken))
            {
                await AddAsync(stoppingToken);
            }

            while (await IsSampleAsync(stoppingToken))
            {
                await Task.Delay(Interval, time, stoppingToken);
            }

            await RemoveAsync(stoppingToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(logger, error);
        }
    }

    private async Task<bool> IsSampleAsync(CancellationToken cancellationToken)
        => (await blobs.ReadAsync(PersonaSource.BlobNames[0], null, cancellationToken)).Content is { } persona
            && persona.Bytes.Span.SequenceEqual(SamplePersona.ReadBytes());

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, bytes) in Files(Offerings))
        {
            await offerings.WriteAsync(name, bytes, cancellationToken);
        }

        foreach (var (name, bytes) in Files(Documents))
        {
            var document = StoredDocument.New(bytes, name, "", DocumentVisibility.Public, time.GetUtcNow()) with { Tags = [Tag] };
            await readings.BeginAsync((await documents.AddAsync(document, bytes, cancellationToken)).Id);
        }

        offeringCatalog.Invalidate();
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, bytes) in Files(Offerings))
        {
            if (await offerings.FindAsync(name, cancellationToken) is { } file && file.Bytes.Span.SequenceEqual(bytes))
            {
                await offerings.DeleteAsync(name, cancellationToken);
            }
        }

        foreach (var document in (await documents.AllAsync(cancellationToken)).Where(document => document.Tags.Contains(Tag)))
        {
            await documents.DeleteAsync(document.Id, cancellationToken);
        }

        documentCatalog.Invalidate();
        offeringCatalog.Invalidate();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files(string folder)
    {
        var assembly = typeof(SampleWorkspace).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return (name[folder.Length..], bytes);
        }
    }

    [LoggerMessage(EventId = 8012, Level = LogLevel.Error, Message = "The sample's documents and offerings could not be put in place")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
