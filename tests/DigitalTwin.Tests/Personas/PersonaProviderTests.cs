using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace DigitalTwin.Tests.Personas;

public sealed class PersonaProviderTests
{
    private readonly IBlobStore blobs = Substitute.For<IBlobStore>();
    private readonly ManualTime time = new();
    private readonly PersonaProvider provider;
    private int reads;

    public PersonaProviderTests()
    {
        Missing();
        provider = Provider(new PersonaOptions());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_that_hangs_does_not_hold_up_visitors_of_a_known_persona()
    {
        Content("# Bob\n\nHi.", "1");
        await provider.GetAsync(Token);
        time.Advance(TimeSpan.FromMinutes(2));
        blobs.ReadAsync("persona/me.md", Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(async _ =>
        {
            await new TaskCompletionSource().Task;
            return BlobRead.Missing;
        });
        var waiting = provider.GetAsync(Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Persona.Name.ShouldBe("Bob");
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Bob");
        (await provider.GetStatusAsync(Token)).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_broken_version_is_read_once()
    {
        Content("---\nname: [\n---\n# Bob", "broken");
        (await provider.GetStatusAsync(Token)).Problem!.ShouldContain("line");
        blobs.ReadAsync("persona/me.md", "broken", Arg.Any<CancellationToken>()).Returns(BlobRead.NotModified);
        time.Advance(TimeSpan.FromMinutes(2));
        (await provider.GetStatusAsync(Token)).Problem!.ShouldContain("line");
        await blobs.Received(1).ReadAsync("persona/me.md", "broken", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task After_an_edit_of_the_twins_own_the_source_is_asked_at_once()
    {
        Content("# Bob\n\nHi.", "1");
        await provider.GetAsync(Token);
        Content("# Rob\n\nHi.", "2");
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Bob");
        provider.Invalidate();
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Rob");
    }

    [Fact]
    public async Task A_hundred_first_requests_make_one_read()
    {
        var gate = new TaskCompletionSource();
        blobs.ReadAsync("persona/me.md", Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(async _ =>
        {
            Interlocked.Increment(ref reads);
            await gate.Task;
            return BlobRead.Found(new BlobContent("# Bob\n\nHi."u8.ToArray(), "1"));
        });
        var waiting = Enumerable.Range(0, 100).Select(_ => provider.GetAsync(Token).AsTask()).ToList();
        gate.SetResult();
        (await Task.WhenAll(waiting)).ShouldAllBe(snapshot => snapshot.Persona.Name == "Bob");
        reads.ShouldBe(1);
    }

    [Fact]
    public async Task The_source_is_asked_again_after_its_time_and_only_whether_it_changed()
    {
        Content("# Bob\n\nHi.", "1");
        var first = await provider.GetAsync(Token);
        time.Advance(TimeSpan.FromSeconds(59));
        (await provider.GetAsync(Token)).ShouldBeSameAs(first);
        await blobs.Received(1).ReadAsync("persona/me.md", Arg.Any<string?>(), Arg.Any<CancellationToken>());
        time.Advance(TimeSpan.FromSeconds(1));
        blobs.ReadAsync("persona/me.md", "1", Arg.Any<CancellationToken>()).Returns(BlobRead.NotModified);
        (await provider.GetAsync(Token)).ShouldBeSameAs(first);
        await blobs.Received(1).ReadAsync("persona/me.md", "1", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task An_edit_is_there_after_the_cache_time()
    {
        Content("# Bob\n\nHi.", "1");
        await provider.GetAsync(Token);
        Content("# Bobby\n\nHi.", "2");
        time.Advance(TimeSpan.FromMinutes(1));
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Bobby");
    }

    [Fact]
    public async Task A_broken_edit_leaves_the_last_good_version_and_says_where_it_is_broken()
    {
        Content("# Bob\n\nHi.", "1");
        await provider.GetAsync(Token);
        Content("---\nname: B\nnmae: C\n---\n# Bob\n\nHi.", "2");
        time.Advance(TimeSpan.FromMinutes(1));
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Bob");
        var problem = (await provider.GetStatusAsync(Token)).Problem!;
        problem.ShouldContain("persona/me.md, line 3");
        problem.ShouldContain("nmae");
        Content("# Robert\n\nHi.", "3");
        time.Advance(TimeSpan.FromMinutes(1));
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Robert");
        (await provider.GetStatusAsync(Token)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_fails_leaves_the_last_good_version()
    {
        Content("# Bob\n\nHi.", "1");
        await provider.GetAsync(Token);
        blobs.ReadAsync(Arg.Any<string>(), Arg.Any<string?>(), Arg.Any<CancellationToken>()).ThrowsAsync(new IOException("secret path"));
        time.Advance(TimeSpan.FromMinutes(1));
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Bob");
        (await provider.GetStatusAsync(Token)).Problem!.ShouldNotContain("secret path");
    }

    [Fact]
    public async Task Without_a_persona_there_is_a_neutral_one_and_readiness_says_so()
    {
        (await provider.GetAsync(Token)).ShouldBeSameAs(PersonaSnapshot.BuiltIn);
        (await provider.GetStatusAsync(Token)).Problem!.ShouldContain("no persona");
    }

    [Fact]
    public async Task A_persona_that_is_deleted_stays_until_the_restart()
    {
        Content("# Bob\n\nHi.", "1");
        await provider.GetAsync(Token);
        Missing();
        time.Advance(TimeSpan.FromMinutes(1));
        (await provider.GetAsync(Token)).Persona.Name.ShouldBe("Bob");
        (await provider.GetStatusAsync(Token)).Problem!.ShouldContain("gone");
    }

    [Fact]
    public async Task Plain_text_is_the_second_choice()
    {
        var content = new BlobContent("I am Bob."u8.ToArray(), "1");
        blobs.ReadAsync("persona/me.txt", Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(BlobRead.Found(content));
        (await provider.GetAsync(Token)).Source.ShouldBe("persona/me.txt");
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_end_the_load_for_the_others()
    {
        var gate = new TaskCompletionSource<BlobRead>();
        blobs.ReadAsync("persona/me.md", Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(gate.Task);
        using var gone = new CancellationTokenSource();
        var impatient = provider.GetAsync(gone.Token).AsTask();
        var patient = provider.GetAsync(Token).AsTask();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        gate.SetResult(BlobRead.Found(new BlobContent("# Bob\n\nHi."u8.ToArray(), "1")));
        (await patient).Persona.Name.ShouldBe("Bob");
    }

    [Fact]
    public async Task A_source_that_hangs_is_given_up()
    {
        blobs.ReadAsync(Arg.Any<string>(), Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(async call =>
        {
            await Task.Delay(Timeout.Infinite, call.Arg<CancellationToken>());
            return BlobRead.Missing;
        });
        var waiting = provider.GetAsync(Token).AsTask();
        while (time.Waiting == 0)
        {
            await Task.Delay(5, Token);
        }

        time.Advance(TimeSpan.FromSeconds(10));
        (await waiting).ShouldBeSameAs(PersonaSnapshot.BuiltIn);
    }

    [Fact]
    public async Task A_configured_file_comes_before_the_stored_one_and_is_read_anew_when_it_changes()
    {
        using var folder = new TempFolder();
        var file = folder.File("me.md");
        await File.WriteAllTextAsync(file, "# Carla\n\nHi.", Token);
        var own = Provider(new PersonaOptions { Path = file });
        (await own.GetAsync(Token)).Persona.Name.ShouldBe("Carla");
        await File.WriteAllTextAsync(file, "# Carla the Second\n\nHi.", Token);
        time.Advance(TimeSpan.FromMinutes(1));
        (await own.GetAsync(Token)).Persona.Name.ShouldBe("Carla the Second");
        File.Delete(file);
        time.Advance(TimeSpan.FromMinutes(1));
        (await own.GetAsync(Token)).Persona.Name.ShouldBe("Carla the Second");
        (await own.GetStatusAsync(Token)).Problem!.ShouldNotContain(folder.Path);
    }

    private PersonaProvider Provider(PersonaOptions options)
        => new(
            new PersonaSource(blobs, Options.Create(options)),
            new GoodPersonas(blobs, NullLogger<GoodPersonas>.Instance),
            Options.Create(options),
            time,
            NullLogger<PersonaProvider>.Instance);

    private void Missing()
        => blobs.ReadAsync(Arg.Any<string>(), Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(BlobRead.Missing);

    private void Content(string text, string etag)
    {
        var content = new BlobContent(Encoding.UTF8.GetBytes(text), etag);
        blobs.ReadAsync("persona/me.md", Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(BlobRead.Found(content));
    }
}
