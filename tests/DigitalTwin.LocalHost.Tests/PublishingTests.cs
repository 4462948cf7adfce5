using System.Net.Http.Headers;
using System.Text;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The owner's persona file over HTTP: made of a CV, checked, published.</summary>
public sealed class PublishingTests : IAsyncLifetime
{
    private TwinHost host = null!;
    private TwinClient owner = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        host = await TwinHost.StartAsync();
        owner = await host.NewOwnerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        owner.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("05.json")]
    [InlineData("05.docx")]
    [InlineData("05.pdf")]
    [InlineData("05.md")]
    [InlineData("05.txt")]
    public async Task A_CV_becomes_the_persona_that_answers(string file)
    {
        var cv = await File.ReadAllBytesAsync(RepositoryFiles.PathOf($"tests/DigitalTwin.Testing/Cvs/{file}"), Token);
        var imported = await PostAsync("import", cv);
        imported.Status.ShouldBe(200);
        var report = imported.Json.GetProperty("report");
        report.GetProperty("name").GetString().ShouldBe("Wambui Kerubo Otieno");
        report.GetProperty("suggested").EnumerateArray().ShouldAllBe(question => question.GetProperty("found").GetBoolean());
        report.GetProperty("usual").GetArrayLength().ShouldBe(25);
        report.GetProperty("usual").EnumerateArray().Count(question => question.GetProperty("found").GetBoolean()).ShouldBeGreaterThan(14);
        (await host.Client.ChatAsync("Where do you work now?")).Text("reply").ShouldNotContain("Shamba");
        var published = await PostAsync("publish", Encoding.UTF8.GetBytes(imported.Text("draft")));
        (published.Status, published.Text("name")).ShouldBe((200, "Wambui Kerubo Otieno"));
        (await host.Client.ChatAsync("Where do you work now?")).Text("reply").ShouldContain("Shamba Insights");
    }

    [Fact]
    public async Task A_check_says_what_is_left_out_and_what_is_private_and_stores_nothing()
    {
        var report = await PostAsync("check", "# Sam\n\nI make chairs.\n\n## Pay {private}\n\nsecret\n\n## Tea\n"u8.ToArray());
        (report.Status, report.Json.GetProperty("facts").GetInt32()).ShouldBe((200, 1));
        var left = report.Json.GetProperty("leftOut").EnumerateArray().Single();
        (left.GetProperty("line").GetInt32(), left.GetProperty("kind").GetString()).ShouldBe((9, "leftOut"));
        report.Json.GetProperty("private").EnumerateArray().Single().GetProperty("line").GetInt32().ShouldBe(5);
        report.Json.ToString().ShouldNotContain("secret");
        (await host.Client.GetAsync("/api/persona/card")).Text("name").ShouldBe("Ada Lovelace");
    }

    [Theory]
    [InlineData("import", "%PDF-1.7 nothing", "The file cannot be read as a PDF.")]
    [InlineData("import", "PK\u0003\u0004nothing", "The file cannot be read as a Word document.")]
    [InlineData("import", "{ \"name\": \"Ada\" }", "'basics'")]
    [InlineData("import", "{ nonsense", "not right JSON")]
    [InlineData("import", "", "empty")]
    [InlineData("check", "{ \"basics\": {} }", "import")]
    [InlineData("publish", "---\nnaem: Sam\n---\n# Sam\n\nHi.", "Line 2")]
    public async Task What_cannot_be_read_is_refused_and_nothing_is_lost(string verb, string body, string words)
    {
        var answer = await PostAsync(verb, Encoding.UTF8.GetBytes(body));
        (answer.Status, answer.Code).ShouldBe((400, "persona_unreadable"));
        answer.Text("detail").ShouldContain(words);
        (await host.Client.GetAsync("/api/persona/card")).Text("name").ShouldBe("Ada Lovelace");
    }

    [Theory]
    [InlineData("import", 10)]
    [InlineData("check", 2)]
    [InlineData("publish", 2)]
    public async Task A_file_that_is_too_large_is_refused(string verb, int megabytes)
    {
        (await PostAsync(verb, new byte[(megabytes * 1024 * 1024) + 1])).Code.ShouldBe("body_too_large");
        (await PostAsync(verb, new byte[(megabytes * 1536 * 1024) + 1])).Code.ShouldBe("body_too_large");
    }

    [Theory]
    [InlineData("import")]
    [InlineData("check")]
    [InlineData("publish")]
    public async Task Only_the_owner_may(string verb)
        => (await host.Client.SendAsync(HttpMethod.Post, $"/api/owner/persona/{verb}", new StringContent("# A\n\nB.")))
            .Status.ShouldBe(401);

    [Fact]
    public async Task Nothing_private_leaves_by_any_way()
    {
        const string file = """
            ---
            name: Sam Smith
            contact: secret-phone {private}
            private: [Salary]
            ---

            # Sam Smith

            I make chairs. <!-- secret-comment -->

            ## Salary

            secret-salary

            ## Plans {private}

            secret-plans

            - Tea
            - private: secret-item
            """;
        (await PostAsync("publish", Encoding.UTF8.GetBytes(file))).Status.ShouldBe(200);
        await using var model = await ModelServer.StartAsync();
        await using var twin = await TwinHost.StartAsync(model, $"Persona:Path={await SaveAsync(file)}");
        model.Then(ModelServer.CallTools(("search_persona", ["{\"query\":\"salary plans secret phone\"}"])));
        await twin.Client.ChatAsync("What are your salary and your plans?");
        model.Requests.Count.ShouldBe(2);
        string.Concat(model.Requests.Select(request => request.Body.GetRawText())).ShouldNotContain("secret-");
        foreach (var path in (string[])["/api/persona/card", "/api/health/ready"])
        {
            (await host.Client.GetAsync(path)).Json.ToString().ShouldNotContain("secret-");
        }

        foreach (var question in (string[])["What is your salary?", "How can I contact you?", "secret-plans", "What can I ask?", "Tea?"])
        {
            (await host.Client.ChatAsync(question)).Json.ToString().Replace(question, "", StringComparison.Ordinal)
                .ShouldNotContain("secret-");
        }
    }

    private async Task<string> SaveAsync(string file)
    {
        var path = Path.Combine(host.DataPath, "own.md");
        await File.WriteAllTextAsync(path, file, Token);
        return path;
    }

    private Task<Answer> PostAsync(string verb, byte[] file)
    {
        var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return owner.SendAsync(HttpMethod.Post, $"/api/owner/persona/{verb}", body);
    }
}
