using DigitalTwin.Testing;
using DigitalTwin.Testing.Reading;

namespace DigitalTwin.LocalHost.Tests.Documents;

/// <summary>A twin whose owner has uploaded all documents of the set.</summary>
public sealed class ReadingSetFixture : IAsyncLifetime
{
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    internal TwinHost Twin { get; private set; } = null!;

    internal TwinClient Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Twin = await TwinHost.StartAsync();
        Owner = await Twin.NewOwnerAsync();
        foreach (var document in ReadingSet.Documents)
        {
            ids[document.File] = await Owner.UploadAsync(document.Bytes, document.File, "public");
        }

        foreach (var id in ids.Values)
        {
            await Owner.ReadToEndAsync(id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        await Twin.DisposeAsync();
    }

    internal string IdOf(KnownDocument document) => ids[document.File];

    internal string FileOf(string id) => ids.First(each => each.Value == id).Key;

    internal static bool CanReadPictures => File.Exists("/usr/bin/tesseract");
}
