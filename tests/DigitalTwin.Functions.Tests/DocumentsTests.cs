using System.Text;
using DigitalTwin.Testing;
using DigitalTwin.Testing.Reading;

namespace DigitalTwin.Functions.Tests;

/// <summary>Documents and offerings in the worker, over Azurite: read by an orchestration, searched by a workflow that waits.</summary>
public sealed class DocumentsTests(Azurite azurite)
{
    private const string Prices = "# Workshop prices\n\n## Kiln rental\n\nThe kiln can be rented for 30 pounds a day.\n";

    private const string Catalog = "title;kind;price;currency;description\nA blue print;print;8.50;GBP;Hand-pulled.\n"
        + "A lesson in the calculus;lesson;2.50;GBP;One hour.\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_are_read_and_offerings_are_found_in_the_worker()
    {
        _ = azurite.ConnectionString;
        await using var own = new Azurite();
        await own.InitializeAsync();
        await using var app = new FunctionAppFixture(own);
        app.UseOfflineModel();
        await app.InitializeAsync();
        using var owner = new TwinClient(app.Host.Address) { Ticket = TurnScript.OwnerKey };
        using var visitor = new TwinClient(app.Host.Address);
        await DocumentAsync(owner, visitor);
        await OfferingAsync(owner, visitor);
    }

    private static async Task DocumentAsync(TwinClient owner, TwinClient visitor)
    {
        var id = await owner.UploadAsync(Encoding.UTF8.GetBytes(Prices), "prices.md", "public");
        (await owner.ReadToEndAsync(id)).Text("state").ShouldBe("ready");
        (await visitor.ChatAsync("What does the kiln rental cost?")).Json.GetProperty("citations")[0].GetProperty("document").GetString()
            .ShouldBe(id);
        var broken = await owner.UploadAsync(Encoding.ASCII.GetBytes("%PDF-1.7 nothing"), "broken.pdf");
        (await owner.ReadToEndAsync(broken)).Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("document_unreadable");
        (await owner.SendAsync(HttpMethod.Delete, $"/api/owner/documents/{broken}")).Status.ShouldBe(204);
        (await owner.GetAsync("/api/owner/search?q=kiln")).Json.GetProperty("hits")[0].GetProperty("id").GetString().ShouldBe(id);
    }

    private static async Task OfferingAsync(TwinClient owner, TwinClient visitor)
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(Catalog));
        (await owner.SendAsync(HttpMethod.Put, "/api/owner/offerings/shop.csv", file)).Status.ShouldBe(200);
        (await visitor.SendAsync(HttpMethod.Post, "/api/search", TwinClient.Json(new { query = "a blue print under 10 pounds" })))
            .Json.GetProperty("offerings")[0].GetProperty("id").GetString().ShouldBe("a-blue-print");

        // What waits for the visitor goes on in the durable engine.
        var asked = await visitor.SendAsync(HttpMethod.Post, "/api/search", TwinClient.Json(new { query = "I am looking for something" }));
        (asked.Status, asked.Text("status")).ShouldBe((202, "clarification"));
        var turn = asked.Text("turnId");
        (await visitor.ClarifyAsync(turn, "lesson")).Status.ShouldBeOneOf(200, 202);
        var last = (await visitor.ReplayAsync(turn).ToListAsync(Token))[^1];
        last.Type.ShouldBe("turn.completed");
        last.Data.GetProperty("offerings")[0].GetProperty("id").GetString().ShouldBe("a-lesson-in-the-calculus");
    }
}
