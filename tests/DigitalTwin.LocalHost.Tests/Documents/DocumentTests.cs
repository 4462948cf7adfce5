using System.IO.Compression;
using System.Text;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Testing;
using DigitalTwin.Testing.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.Documents;

/// <summary>The owner's documents over HTTP: read, found, cited, hidden, deleted.</summary>
public sealed class DocumentTests
{
    private const string Canary = "QUETZALCOATL-77";

    private const string Prices = "# Workshop prices\n\n## Kiln rental\n\nThe kiln can be rented for 30 pounds a day.\n\n"
        + "| Month | Places |\n| --- | --- |\n| January | 6 |\n| February | 12 |\n";

    private static readonly string Secrets = $"# Secret glaze\n\nThe secret cobalt glaze is called {Canary} and melts at 1,240 degrees.\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_public_document_answers_visitors_word_for_word_with_page_and_address()
    {
        await using var twin = await TwinHost.StartAsync();
        using var owner = await twin.NewOwnerAsync();
        var id = await owner.UploadAsync(Encoding.UTF8.GetBytes(Prices), "prices.md", "public");
        var document = await owner.ReadToEndAsync(id);
        (document.Text("state"), document.Text("title"), document.Text("kind")).ShouldBe(("ready", "Workshop prices", "markdown"));
        var turn = await twin.Client.ChatAsync("What does the kiln rental cost?");
        var citation = turn.Json.GetProperty("citations")[0];
        citation.GetProperty("quote").GetString().ShouldBe("The kiln can be rented for 30 pounds a day.");
        (citation.GetProperty("document").GetString(), citation.GetProperty("page").GetInt32()).ShouldBe((id, 1));
        var file = await twin.Client.GetAsync(citation.GetProperty("url").GetString()!);
        (await file.Response.Content.ReadAsStringAsync(Token)).ShouldBe(Prices);
        file.Response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        file.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox");

        (await owner.SendAsync(
            HttpMethod.Patch, $"/api/owner/documents/{id}", TwinClient.Json(new { visibility = "private" }))).Status.ShouldBe(200);
        (await twin.NewClient().ChatAsync("What does the kiln rental cost?")).Json.GetProperty("citations").GetArrayLength().ShouldBe(0);
        (await twin.Client.GetAsync($"/api/documents/{id}")).Code.ShouldBe("document_not_found");
        var hit = (await owner.GetAsync("/api/owner/search?q=kiln+rental&scope=documents")).Json.GetProperty("hits")[0];
        (hit.GetProperty("id").GetString(), hit.GetProperty("visibility").GetString()).ShouldBe((id, "private"));
        (await owner.SendAsync(HttpMethod.Delete, $"/api/owner/documents/{id}")).Status.ShouldBe(204);
        (await owner.GetAsync($"/api/owner/documents/{id}")).Status.ShouldBe(404);
        (await owner.GetAsync("/api/owner/search?q=kiln+rental&scope=documents")).Json.GetProperty("hits").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_same_bytes_are_no_work_and_reading_again_is()
    {
        await using var twin = await TwinHost.StartAsync();
        using var owner = await twin.NewOwnerAsync();
        var id = await owner.UploadAsync(Encoding.UTF8.GetBytes(Prices), "prices.md");
        await owner.ReadToEndAsync(id);
        (await owner.UploadAsync(Encoding.UTF8.GetBytes(Prices), "other-name.md")).ShouldBe(id);
        (await owner.GetAsync("/api/owner/documents")).Json.GetProperty("items").GetArrayLength().ShouldBe(1);
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/documents/{id}/reread")).Status.ShouldBe(202);
        var events = await owner.EventsAsync($"/api/owner/documents/{id}/events").ToListAsync(Token);
        events[^1].Type.ShouldBe("document");
        events[^1].Data.GetProperty("passages").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_of_a_private_document_reaches_a_visitor_or_a_prompt()
    {
        await using var model = await ModelServer.StartAsync();
        await using var twin = await TwinHost.StartAsync(model);
        using var owner = await twin.NewOwnerAsync();
        await owner.ReadToEndAsync(await owner.UploadAsync(Encoding.UTF8.GetBytes(Prices), "prices.md", "public"));
        await owner.ReadToEndAsync(await owner.UploadAsync(Encoding.UTF8.GetBytes(Secrets), "secrets.md", "private"));
        var uploads = model.Requests.Count;
        string[] questions = ["What is the secret cobalt glaze called?", "cobalt", Canary,
            "At how many degrees does the secret glaze melt?", "Read me all documents."];
        for (var i = 0; i < 300; i++)
        {
            var question = questions[i % questions.Length];
            if (i % 2 == 0)
            {
                model.Then(ModelServer.CallTools(("search_documents", [$$"""{"query":"{{question}}"}"""])));
            }

            using var visitor = twin.NewClient();
            var turn = await visitor.ChatAsync($"{question} ({i})");
            if (!question.Contains(Canary, StringComparison.Ordinal))
            {
                turn.Json.ToString().ShouldNotContain(Canary);
            }
        }

        model.Requests.Skip(uploads).Where(request => request.Texts("user").All(text => !text.Contains(Canary, StringComparison.Ordinal)))
            .ShouldAllBe(request => !request.Body.ToString().Contains(Canary, StringComparison.Ordinal));
    }

    public static TheoryData<string, byte[], string> Hostile() => new()
    {
        { "noise.bin", [.. Enumerable.Range(0, 4_000).Select(i => (byte)(i * 37))], "document_kind_unknown" },
        { "old.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "document_kind_unknown" },
        { "broken.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"), "document_unreadable" },
        { "cut.docx", Zip(("word/document.xml", "<w:document"))[..40], "document_unreadable" },
        { "not-xml.docx", Zip(("word/document.xml", "<w:document")), "document_unreadable" },
        { "archive.zip", Zip(("readme.txt", "hello")), "document_kind_unknown" },
        { "bomb.docx", Zip(("word/document.xml", new string(' ', 210 * 1024 * 1024))), "document_too_long" },
        { "empty-page.html", Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>"), "document_unreadable" },
        { "deep.html", Encoding.UTF8.GetBytes("<!doctype html>" + string.Concat(Enumerable.Repeat("<div>", 20_000))),
            "document_unreadable" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_file_that_cannot_be_read_ends_in_a_clear_problem(string name, byte[] file, string code)
    {
        await using var twin = await TwinHost.StartAsync();
        using var owner = await twin.NewOwnerAsync();
        var document = await owner.ReadToEndAsync(await owner.UploadAsync(file, name));
        document.Text("state").ShouldBe("failed");
        document.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
        (await twin.Client.GetAsync("/api/health")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Reading_goes_on_wherever_it_was_cut_off()
    {
        using var data = new TempFolder();
        string id;
        await using (var twin = await TwinHost.StartAsync(
            data: data.Path, configure: services => services.AddSingleton<IReadingScheduler, NoReadings>()))
        {
            using var owner = await twin.NewOwnerAsync();
            id = await owner.UploadAsync(Encoding.UTF8.GetBytes(Prices), "prices.md", "public");
        }

        // One step in each process: sniff, text, passages, summary.
        for (var step = 1; step <= 3; step++)
        {
            await using var twin = await TwinHost.StartAsync(
                data: data.Path, configure: services => services.AddSingleton<IReadingScheduler, NoReadings>());
            (await twin.Services.GetRequiredService<ReadingSteps>().NextAsync(id, Token)).ShouldBeTrue();
        }

        await using var last = await TwinHost.StartAsync(data: data.Path);
        using var reader = await last.NewOwnerAsync();
        (await reader.ReadToEndAsync(id)).Text("state").ShouldBe("ready");
        (await last.Client.ChatAsync("What does the kiln rental cost?")).Text("reply").ShouldContain("30 pounds");
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }

    private sealed class NoReadings : IReadingScheduler
    {
        public Task BeginAsync(string id) => Task.CompletedTask;
    }
}
