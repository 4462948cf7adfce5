using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>From an empty twin to its first visitor.</summary>
public sealed class FirstRunTests(Browser browser) : ConsoleTest(browser), IClassFixture<Browser>
{
    private const int MostClicks = 12;
    private const int MostFields = 3;
    private const string Lines = "---\nname: Sam\n---\n# Sam\n\nI am Sam.\n\n## Work\n\nI make chairs in Leeds.\n";

    // The key comes with the link that the local host prints, so that the fields are: e-mail, password, ten lines.
    [Fact]
    public async Task A_new_owner_sees_the_first_visitor_within_twelve_clicks_and_three_fields()
    {
        var console = new ConsolePage(await Browser.OpenAsync(new Uri(Host.Address, $"/owner#claim?key={OwnerKey}")));
        var (clicks, fields) = (0, 0);
        await FillAsync("E-mail", ConsolePage.Email);
        await FillAsync("Password", ConsolePage.Password);
        await ClickAsync("Claim");
        await console.Page.Locator(".welcome").WaitForAsync();
        await FillAsync("Or write ten lines about yourself", Lines);
        console.Page.Url.ShouldNotContain(OwnerKey);
        await ClickAsync("Use it");
        await console.Page.Locator(".preview").WaitForAsync();
        await ClickAsync("It is right");
        (await console.Page.Locator("pre code").First.TextContentAsync())
            .ShouldBe($"<script src=\"{Host.Address.GetLeftPart(UriPartial.Authority)}/widget.js\" async></script>");
        await ClickAsync("Copy");
        await ClickAsync("It is there");
        using var visitor = Host.NewClient();
        (await visitor.ChatAsync("Where do you make chairs?")).Text("reply").ShouldContain("Leeds");
        await console.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Where do you make chairs?" }).WaitForAsync();
        clicks.ShouldBeLessThanOrEqualTo(MostClicks);
        fields.ShouldBeLessThanOrEqualTo(MostFields);

        Task FillAsync(string label, string text)
        {
            fields++;
            return console.FillAsync(label, text);
        }

        Task ClickAsync(string button)
        {
            clicks++;
            return console.ClickAsync(button);
        }
    }

    [Fact]
    public async Task Who_is_signed_out_signs_in_and_a_wrong_password_says_so()
    {
        var console = await ClaimAsync();
        await console.GoAsync("settings/access", ".stack form");
        await console.ClickAsync("Sign out");
        await console.FillAsync("E-mail", ConsolePage.Email);
        await console.FillAsync("Password", "wrong horse battery");
        await console.ClickAsync("Sign in");
        await console.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).Filter(new() { HasText = "." }).WaitForAsync();
        await console.FillAsync("Password", ConsolePage.Password);
        await console.ClickAsync("Sign in");
        await console.Page.Locator(".rail").WaitForAsync();
    }
}
