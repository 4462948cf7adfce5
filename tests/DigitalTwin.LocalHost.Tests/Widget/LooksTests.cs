using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Sizes, colours, languages; the pictures are for people to look at.</summary>
public sealed class LooksTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    private protected override bool IsOffline => true;

    [Theory]
    [InlineData("light", 1280, 860, ColorScheme.Light)]
    [InlineData("dark", 1280, 860, ColorScheme.Dark)]
    [InlineData("mobile", 320, 640, ColorScheme.Light)]
    [InlineData("mobile-dark", 390, 844, ColorScheme.Dark)]
    [InlineData("4k", 3840, 2160, ColorScheme.Light)]
    public async Task Everything_is_on_the_screen_at_any_size(string name, int width, int height, ColorScheme scheme)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var page = await Browser.OpenAsync(Host.Address, new() { ViewportSize = size, ColorScheme = scheme });
        var chat = await new ChatPage(page).OpenAsync();
        await chat.AskAndWaitAsync("What did you write about the Analytical Engine?");
        await chat.Button("Source 1").First.ClickAsync();
        await page.WaitForTimeoutAsync(400);
        await page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath(name) });
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue("nothing makes the page scroll sideways");
        var outside = await page.Locator(".panel, .panel button:visible, .composer textarea").EvaluateAllAsync<string[]>("""
            nodes => nodes.filter(node => !node.closest('.log')).map(node => [node, node.getBoundingClientRect()])
              .filter(([, box]) => box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1
                || box.width < 24 || box.height < 24)
              .map(([node, box]) => `${node.className} ${node.ariaLabel} ${JSON.stringify(box)}`)
            """);
        outside.ShouldBeEmpty();
        (await page.Locator(".log").EvaluateAsync<bool>("log => log.scrollWidth <= log.clientWidth")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("en", "Ask me anything…", "ltr")]
    [InlineData("de-AT", "Fragen Sie mich etwas…", "ltr")]
    [InlineData("fr", "Posez-moi une question…", "ltr")]
    [InlineData("es", "Pregúntame lo que quieras…", "ltr")]
    [InlineData("ar", "اسألني ما تشاء…", "rtl")]
    [InlineData("zh-Hans", "随便问我…", "ltr")]
    [InlineData("tlh", "Ask me anything…", "ltr")]
    public async Task It_speaks_the_pages_language(string language, string placeholder, string direction)
    {
        await using var site = await Site.StartAsync($"""
            <!doctype html><html lang="{language}"><title>Site</title>
            <body><script src="{Host.Address}widget.js" data-open></script>
            """);
        var page = await Browser.OpenAsync(site.Address, new() { ViewportSize = new() { Width = 480, Height = 760 } });
        var chat = await new ChatPage(page).OpenAsync();
        (await chat.Input.GetAttributeAsync("placeholder")).ShouldBe(placeholder);
        (await page.Locator(".panel").EvaluateAsync<string>("node => getComputedStyle(node).direction")).ShouldBe(direction);
        await chat.AskAndWaitAsync("Who was your father?");
        if (direction == "rtl")
        {
            await page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("right-to-left") });
            var (mine, its) = ((await chat.Visitors.Last.BoundingBoxAsync())!, (await chat.Replies.Last.BoundingBoxAsync())!);
            mine.X.ShouldBeLessThan(its.X + its.Width - mine.Width, "the visitor's side is the left one");
        }
    }

    [Fact]
    public async Task A_site_gives_it_its_own_colours_and_the_visitor_its_own_scheme()
    {
        await using var site = await Site.StartAsync($"""
            <!doctype html><html lang="en"><title>Site</title>
            <style>digital-twin {"{"} --twin-accent: rgb(0, 90, 60); --twin-height: 500px; {"}"}</style>
            <body><digital-twin mode="inline" theme="dark"></digital-twin><script src="{Host.Address}widget.js"></script>
            """);
        var page = await Browser.OpenAsync(site.Address, new() { ColorScheme = ColorScheme.Light });
        await new ChatPage(page).OpenAsync();
        (await page.Locator(".main").First.EvaluateAsync<string>("node => getComputedStyle(node).backgroundColor"))
            .ShouldBe("rgb(0, 90, 60)");
        (await page.Locator(".panel").EvaluateAsync<string>("node => getComputedStyle(node).backgroundColor")).ShouldBe("rgb(21, 22, 31)");
        (await page.Locator(".panel").BoundingBoxAsync())!.Height.ShouldBe(500);
        (await page.Locator(".launcher").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_wants_no_motion_gets_none()
    {
        var page = await Browser.OpenAsync(Host.Address, new() { ReducedMotion = ReducedMotion.Reduce });
        await new ChatPage(page).OpenAsync();
        (await page.EvaluateAsync<int>("document.querySelector('digital-twin').shadowRoot.getAnimations().length")).ShouldBe(0);
    }

    [Fact]
    public async Task The_avatar_name_and_headline_are_the_personas()
    {
        using var folder = new TempFolder();
        var persona = Path.Combine(folder.Path, "me.md");
        await File.WriteAllTextAsync(persona, """
            ---
            name: Bob Builder
            headline: Builds things
            avatar: /icon.svg
            greeting: Hi there.
            ---

            ## Work

            I build.

            """, Token);
        await using var own = await TwinHost.StartAsync([$"Persona:Path={persona}"]);
        var page = await Browser.OpenAsync(own.Address);
        var chat = await new ChatPage(page).OpenAsync();
        await page.Locator(".avatar img").WaitForAsync();
        (await page.Locator(".head h2").InnerTextAsync()).ShouldBe("Bob Builder");
        (await page.Locator(".head p").InnerTextAsync()).ShouldBe("Builds things");
        (await chat.TranscriptAsync()).ShouldBe(["Hi there."]);
        await Browser.CloseAsync();
    }
}
