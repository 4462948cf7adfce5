using System.Text;

namespace DigitalTwin.Testing.Browsers;

/// <summary>What an owner does in a week, in the console of a twin, on any host.</summary>
/// <param name="browser">The browser.</param>
/// <param name="address">The twin's.</param>
/// <param name="ownerKey">Its owner's key.</param>
public sealed class OwnersWeek(Browser browser, Uri address, string ownerKey) : IDisposable
{
    private const string Question = "Where do you make chairs?";
    private const string Sam = "---\nname: Sam\n---\n# Sam\n\nI am Sam.\n\n## Work\n\n### Chairs\n\nI make chairs in Leeds.\n";

    private readonly TwinClient owner = new(address) { Ticket = ownerKey };
    private readonly TwinClient visitor = new(address);

    private ConsolePage console = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The whole week.</summary>
    public async Task LiveAsync()
    {
        (await PutAsync("/api/owner/persona", Sam)).Status.ShouldBe(200);
        (await AskAsync(visitor, Question)).ShouldContain("Leeds");
        await AskAsync(visitor, "Do you own a narrowboat?");
        await AskAsync(visitor, "Can I talk to Sam himself, please?");
        console = new ConsolePage(await browser.OpenAsync(new Uri(address, "/owner")));
        await console.ClaimAsync(ownerKey);
        await ReadAndCorrectAsync();
        await AnswerGapAsync();
        await PublishOverCasesAsync();
        await RollBackAsync();
        await ReplyThreeTimesAsync();
        await RaiseCapAsync();
        await ExportAndEraseAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        owner.Dispose();
        visitor.Dispose();
    }

    private async Task ReadAndCorrectAsync()
    {
        await console.GoAsync("conversations", ".list a");
        await console.Page.Locator(".list a").First.ClickAsync();
        await console.Page.Locator(".message.assistant").First.WaitForAsync();
        (await console.Page.Locator(".sources a").First.TextContentAsync()).ShouldBe("Chairs");
        await console.ClickAsync("Correct");
        await console.FillAsync("What is right", "I make chairs in Bath, not Leeds.");
        await console.Page.Locator(".tools form button.main").ClickAsync();
        (await console.Page.Locator(".diff ins").First.TextContentAsync())!.ShouldContain("I make chairs in Bath.");
        await console.ClickAsync("Publish");
        await console.SeesAsync("Published. The twin knows it from its next reply on.");
        using var other = new TwinClient(address);
        (await AskAsync(other, Question)).ShouldContain("Bath");
    }

    private async Task AnswerGapAsync()
    {
        await console.GoAsync("today", ".queue .head");
        await console.Page.Locator(".head", new() { HasText = "Do you own a narrowboat?" }).ClickAsync();
        await console.FillAsync("Answer", "Yes, the Heron, since 2011.");
        await console.Page.Locator(".current form button.main").ClickAsync();
        await console.SettleAsync();
        using var other = new TwinClient(address);
        (await AskAsync(other, "Do you own a narrowboat?")).ShouldContain("Heron");
    }

    private async Task PublishOverCasesAsync()
    {
        await console.GoAsync("test", ".columns");
        await console.ClickAsync("New cases");
        await console.Page.Locator("form", new() { HasText = "Cases, as YAML" }).GetByLabel("Name").FillAsync("basics");
        await console.FillAsync("Cases, as YAML", $"- {{id: bath, question: {Question}, must: Bath}}");
        await console.ClickAsync("Save");
        await console.SeesAsync("1 cases");
        await EditAsync("Bath", "York");
        await console.ClickAsync("Publish");
        await console.SeesAsync("Answers that are right now would be wrong.");
        await console.Page.GetByText("See what fails").ClickAsync();
        await console.Button("Wrong now").First.ClickAsync();
        await console.SeesAsync("I make chairs in York.");
        await EditAsync("York", "Bath, by the river");
        await console.ClickAsync("Publish");
        await console.SeesAsync("This is what visitors are answered from.");
        using var other = new TwinClient(address);
        (await AskAsync(other, Question)).ShouldContain("by the river");
    }

    private async Task EditAsync(string from, string to)
    {
        await console.GoAsync("knowledge/persona", ".editor textarea");
        var text = console.Page.GetByLabel("Persona, as Markdown");
        await text.FillAsync((await text.InputValueAsync()).Replace(from, to, StringComparison.Ordinal));
        await console.SeesAsync("This is a draft: visitors see it once it is published.");
    }

    private async Task RollBackAsync()
    {
        await console.GoAsync("knowledge/versions", ".cards .card");
        await console.ClickAsync("What changed since");
        (await console.Page.Locator(".diff").First.TextContentAsync())!.ShouldContain("by the river");
        await console.ClickAsync("Roll back");
        await console.SettleAsync();
        using var other = new TwinClient(address);
        (await AskAsync(other, Question)).ShouldNotContain("by the river");
    }

    private async Task ReplyThreeTimesAsync()
    {
        await console.GoAsync($"conversations/{visitor.SessionId}", ".message.assistant");
        string[] replies = ["Hello, it is me.", "I am in the workshop.", "Come by on Friday."];
        foreach (var (i, reply) in replies.Index())
        {
            await console.FillAsync("Reply as yourself", reply);
            await console.ClickAsync("Send");
            await console.Page.Locator(".message.owner").Nth(i + 1).WaitForAsync();
        }

        var history = (await visitor.GetAsync($"/api/sessions/{visitor.SessionId}/messages")).Json.GetProperty("messages");
        history.EnumerateArray().Count(message => message.GetProperty("role").GetString() == "owner").ShouldBe(4);
    }

    private async Task RaiseCapAsync()
    {
        await console.GoAsync("settings/money", ".settings form");
        await console.FillAsync("A month (USD)", "31");
        await console.ClickAsync("Save");
        await console.SeesAsync("Saved.");
        (await owner.GetAsync("/api/owner/limits")).Json.GetProperty("month").GetDecimal().ShouldBe(31);
    }

    private async Task ExportAndEraseAsync()
    {
        await console.GoAsync($"conversations/{visitor.SessionId}", ".message.assistant");
        var download = await console.Page.RunAndWaitForDownloadAsync(() => console.ClickAsync("Export"));
        var file = await File.ReadAllTextAsync((await download.PathAsync())!, Token);
        file.ShouldContain("I am in the workshop.");
        await console.ClickAsync("Erase");
        await console.ClickAsync("Undo");
        await console.Page.Locator(".message.assistant").First.WaitForAsync();
        await console.ClickAsync("Erase");
        await console.SettleAsync();
        (await owner.GetAsync($"/api/owner/conversations/{visitor.SessionId}")).Code.ShouldBe("session_not_found");
    }

    private async Task<Answer> PutAsync(string path, string text)
        => await owner.SendAsync(HttpMethod.Put, path, new StringContent(text, Encoding.UTF8, "text/plain"));

    private static async Task<string> AskAsync(TwinClient client, string question) => (await client.ChatAsync(question)).Text("reply");
}
