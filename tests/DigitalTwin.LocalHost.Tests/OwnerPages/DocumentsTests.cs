using System.Text;
using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>From a file to a visitor's answer with its page, and from a line about a lesson to its card.</summary>
public sealed class DocumentsTests(Browser browser) : ConsoleTest(browser), IClassFixture<Browser>
{
    private const string Prices = "# Workshop prices\n\n## Kiln rental\n\nThe kiln can be rented for 30 pounds a day.\n";

    private const string Lesson = "---\ntitle: A lesson in throwing\nkind: lesson\nprice: 40\ncurrency: GBP\nper: evening\n---\n"
        + "Two hours at the wheel.\n";

    [Fact]
    public async Task What_the_owner_uploads_and_offers_is_what_a_visitor_is_shown()
    {
        var console = await ClaimAsync();
        await console.GoAsync("knowledge/documents", ".drop");
        await console.Page.GetByLabel("Add documents").SetInputFilesAsync(
            new Microsoft.Playwright.FilePayload { Name = "prices.md", MimeType = "text/markdown",
                Buffer = Encoding.UTF8.GetBytes(Prices) });
        await console.SeesAsync("1 pages, 1 passages");
        await console.Page.GetByLabel("Who may see it").SelectOptionAsync("public");
        await console.ClickAsync("What the twin would cite");
        await console.SeesAsync("The kiln can be rented for 30 pounds a day.");
        await console.GoAsync("knowledge/offerings", "textarea");
        await console.FillAsync("Or write one", "throwing.md");
        await console.FillAsync("The file", Lesson);
        await console.ClickAsync("Save");
        await console.SeesAsync("Visitors can find 1.");
        var visitor = await Browser.OpenAsync(Host.Address);
        await AskAsync(visitor, "What does the kiln rental cost?");
        await visitor.Locator(".mark").First.ClickAsync();
        var source = visitor.Locator(".sources dt a").First;
        (await source.TextContentAsync()).ShouldBe("Workshop prices: Kiln rental, p. 1");
        (await source.GetAttributeAsync("href"))!.ShouldContain("/api/documents/");
        await AskAsync(visitor, "I am looking for a lesson in throwing");
        (await visitor.Locator(".cards .facts").First.TextContentAsync()).ShouldBe("£40 per evening · lesson");
    }

    private static async Task AskAsync(Microsoft.Playwright.IPage page, string question)
    {
        await page.Locator("textarea").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }
}
