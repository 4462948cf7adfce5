using System.Text;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Personas;

public sealed class GoodPersonasTests
{
    private readonly ManualTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("---\nname: [\n---\n# Bob")]
    [InlineData("%PDF-1.7")]
    [InlineData("{ \"basics\": {} }")]
    public async Task After_a_restart_a_broken_file_leaves_the_last_good_version_too(string broken)
    {
        using var folder = new TempFolder();
        var store = new FileBlobStore(folder.Path, time);
        await WriteAsync("# Bob\n\nHi.");
        (await Restarted().GetAsync(Token)).Persona.Name.ShouldBe("Bob");

        // As an editor does, without the twin.
        var path = Directory.EnumerateFiles(folder.Path, "me.md", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(path, "# Robert\n\nHi.", Token);
        (await Restarted().GetAsync(Token)).Persona.Name.ShouldBe("Robert");
        await File.WriteAllTextAsync(path, broken, Token);
        var restarted = Restarted();
        (await restarted.GetAsync(Token)).Persona.Name.ShouldBe("Robert");
        (await restarted.GetStatusAsync(Token)).Problem!.ShouldEndWith("The last good version is used.");

        Task WriteAsync(string text) => store.WriteAsync("persona/me.md", Encoding.UTF8.GetBytes(text), BlobCondition.Any, Token);

        PersonaProvider Restarted()
        {
            var options = Options.Create(new PersonaOptions());
            var good = new GoodPersonas(store, NullLogger<GoodPersonas>.Instance);
            return new PersonaProvider(new PersonaSource(store, options), good, options, time, NullLogger<PersonaProvider>.Instance);
        }
    }

    [Fact]
    public async Task A_version_that_was_never_read_is_found_too_but_the_sample_is_nobodys()
    {
        using var folder = new TempFolder();
        var store = new FileBlobStore(folder.Path, time);
        await store.WriteAsync("persona/me.md", SamplePersona.ReadBytes(), BlobCondition.Any, Token);
        await store.WriteAsync("persona/me.md", "%PDF"u8.ToArray(), BlobCondition.Any, Token);
        var good = new GoodPersonas(store, NullLogger<GoodPersonas>.Instance);
        (await good.FindAsync("persona/me.md", Token)).ShouldBeNull();
        await store.WriteAsync("persona/me.md", "# Bob\n\nHi."u8.ToArray(), BlobCondition.Any, Token);
        await store.WriteAsync("persona/me.md", "%PDF"u8.ToArray(), BlobCondition.Any, Token);
        (await good.FindAsync("persona/me.md", Token))!.Persona.Name.ShouldBe("Bob");
    }
}
