using System.Net.Http.Headers;
using System.Text;
using Azure.Storage.Blobs;
using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>The owner's persona file, through the worker.</summary>
public sealed class PublishingTests(Azurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_CV_becomes_the_persona_and_a_broken_file_leaves_it_after_a_restart()
    {
        await using var app = new FunctionAppFixture(azurite);
        _ = app.ConnectionString;
        app.UseOfflineModel();
        await app.InitializeAsync();
        using var owner = new TwinClient(app.Host.Address) { Ticket = TurnScript.OwnerKey };
        using var client = new TwinClient(app.Host.Address);
        var cv = await File.ReadAllBytesAsync(RepositoryFiles.PathOf("tests/DigitalTwin.Testing/Cvs/05.pdf"), Token);
        var imported = await PostAsync(owner, "import", cv);
        imported.Json.GetProperty("report").GetProperty("name").GetString().ShouldBe("Wambui Kerubo Otieno");
        (await PostAsync(owner, "publish", Encoding.UTF8.GetBytes(imported.Text("draft")))).Status.ShouldBe(200);
        (await client.ChatAsync("Where do you work now?")).Text("reply").ShouldContain("Shamba Insights");

        // As the portal does: no version is kept, and the next process has read none.
        var blob = new BlobClient(azurite.ConnectionString, app.Settings["Storage__Container"], "persona/me.md");
        await blob.UploadAsync(BinaryData.FromString("---\nname: ["), overwrite: true, Token);
        await using var restarted = await Host.FunctionHost.StartAsync(app.Settings);
        using var later = new TwinClient(restarted.Address);
        (await later.ChatAsync("Where do you work now?")).Text("reply").ShouldContain("Shamba Insights");
        later.Ticket = TurnScript.OwnerKey;
        (await later.GetAsync("/api/health/ready")).Json.ToString().ShouldContain("The last good version is used.");
    }

    private static Task<Answer> PostAsync(TwinClient owner, string verb, byte[] file)
    {
        var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return owner.SendAsync(HttpMethod.Post, $"/api/owner/persona/{verb}", body);
    }
}
