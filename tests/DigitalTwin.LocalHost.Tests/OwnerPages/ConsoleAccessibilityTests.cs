using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>WCAG 2.2 AA as far as axe-core can check it, on every screen.</summary>
public sealed class ConsoleAccessibilityTests(Browser browser) : ConsoleTest(browser), IClassFixture<Browser>
{
    private static readonly (string Place, string Selector)[] Screens =
    [
        ("today", ".queue .head"), ("conversations", ".list a"), ("knowledge/persona", ".fact"), ("knowledge/gaps", ".cards form"),
        ("knowledge/contradictions", ".tabs"), ("knowledge/versions", ".cards .card"), ("test", ".columns"), ("insight", ".chart"),
        ("settings/website", ".look"), ("settings/money", ".stack form"), ("settings/access", ".stack form"),
        ("settings/webhooks", ".stack form"), ("settings/data", ".stack form"), ("settings/activity", ".stack .list li"),
        ("welcome", ".welcome"),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task No_screen_violates_the_rules(ColorScheme scheme, int width)
    {
        foreach (var number in Enumerable.Range(0, 4))
        {
            (await LeaveAsync(number)).Dispose();
        }

        var console = await ClaimAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        foreach (var (place, selector) in Screens)
        {
            await console.GoAsync(place, selector);
            await CheckAsync(console, $"{place} {scheme} {width}");
            if (place == "conversations")
            {
                await console.Page.Locator(".list a").First.ClickAsync();
                await console.Page.Locator(".message.assistant").First.WaitForAsync();
                await console.ClickAsync("Details");
                await console.Page.Locator(".tools .facts").WaitForAsync();
                await console.ClickAsync("Correct");
                await CheckAsync(console, $"transcript {scheme} {width}");
            }
        }

        await console.PressAsync("Control+k");
        await CheckAsync(console, $"palette {scheme} {width}");
    }

    private static async Task CheckAsync(ConsolePage console, string state)
    {
        await console.Page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath($"console {state.Replace('/', '-')}") });
        await Axe.CheckAsync(console.Page, state);

        // Nothing is wider than the page: WCAG 1.4.10.
        (await console.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue(state);
    }
}
