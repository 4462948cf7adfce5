using System.Text;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests;

/// <summary>Personas to test with.</summary>
internal static class TestPersonas
{
    public static PersonaSnapshot Ada { get; } = PersonaSnapshot.Of(PersonaParser.Read(SamplePersona.ReadBytes()).Persona, "ada.md", "1");

    public static Persona Parse(string text) => PersonaParser.Read(Encoding.UTF8.GetBytes(text)).Persona;

    public static PersonaSnapshot Snapshot(string text) => PersonaSnapshot.Of(Parse(text), "test.md", "1");

    /// <summary>A provider that reads the sample persona from real files.</summary>
    public static async Task<PersonaProvider> ProviderAsync(TempFolder folder)
    {
        var blobs = new FileBlobStore(folder.Path, TimeProvider.System);
        await blobs.WriteAsync(PersonaSource.BlobNames[0], SamplePersona.ReadBytes(), default, TestContext.Current.CancellationToken);
        var options = Options.Create(new PersonaOptions());
        var good = new GoodPersonas(blobs, NullLogger<GoodPersonas>.Instance);
        return new PersonaProvider(
            new PersonaSource(blobs, options), good, options, TimeProvider.System, NullLogger<PersonaProvider>.Instance);
    }
}
