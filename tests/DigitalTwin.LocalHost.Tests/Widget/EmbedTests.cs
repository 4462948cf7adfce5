using System.Text.RegularExpressions;
using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>The widget on other people's pages.</summary>
public sealed partial class EmbedTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    private const string Hostile = """
        html { font-size: 3px !important; direction: rtl; letter-spacing: 9px; line-height: 5; visibility: visible; color: lime; }
        body * { all: unset !important; display: none !important; font: 40px fantasy !important; }
        digital-twin, digital-twin * { display: none !important; opacity: 0 !important; position: static !important; }
        digital-twin, digital-twin * { color: red !important; }
        button, textarea, svg { transform: rotate(180deg) !important; pointer-events: none !important; }
        .panel, .message, .composer { background: red !important; }
        """;

    // What a visitor sees of each part: how it is painted, and where.
    private const string Measure = """
        () => {
          const parts = '.launcher, .panel, .message, .text, textarea, button, svg';
          const root = document.querySelector('digital-twin').shadowRoot;
          return [...root.querySelectorAll(parts)].map((node) => {
            const style = getComputedStyle(node);
            const box = node.getBoundingClientRect();
            return [
              node.className?.baseVal ?? node.className, style.display, style.opacity, style.color,
              style.fontSize, style.fontFamily, style.letterSpacing, style.lineHeight, style.direction,
              style.transform, style.pointerEvents, style.backgroundColor,
              ...[box.width, box.height, box.left, box.top].map(Math.round),
            ].join(' ');
          }).join('\n');
        }
        """;

    [Fact]
    public async Task One_line_brings_it_to_a_page_of_another_origin()
    {
        await using var site = await Site.StartAsync(Html($"<h1>Mine</h1><script src=\"{Script}\" async></script>"));
        var page = await Browser.OpenAsync(site.Address);
        await page.Locator(".launcher").ClickAsync();
        var chat = await new ChatPage(page).OpenAsync();
        await chat.AskAndWaitAsync("Hello");
        await chat.Said("All right.").WaitForAsync();
        await page.ReloadAsync();
        await page.Locator(".launcher").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
    }

    [Fact]
    public async Task A_strict_content_security_policy_needs_the_lines_of_the_document_and_no_more()
    {
        var document = DocsTests.Read("docs/embed.md");
        var origin = Host.Address.GetLeftPart(UriPartial.Authority);
        var policy = PolicyBlock().Match(document).Groups[1].Value
            .Replace("https://twin.example", origin, StringComparison.Ordinal).ReplaceLineEndings(" ").Trim();
        policy.ShouldContain($"script-src {origin}");
        policy.ShouldNotContain("unsafe");
        await using var site = await Site.StartAsync(
            Html($"<script src=\"{Script}\" data-open async></script>"), policy + "; require-trusted-types-for 'script'");
        var page = await Browser.OpenAsync(site.Address, script: """
            window.refused = [];
            addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
              window.refused.push(`${violatedDirective} ${blockedURI}`);
            });
            """);
        var chat = await new ChatPage(page).OpenAsync();
        Model.Then(ModelServer.Reply("See [[writings]] and `code`."));
        await chat.AskAndWaitAsync("Hello");
        await chat.Button("Source 1").ClickAsync();
        (await page.Locator(".panel").EvaluateAsync<string>("node => getComputedStyle(node).position"))
            .ShouldBe("fixed", "its style is there");
        (await page.EvaluateAsync<string[]>("window.refused")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_checks_the_scripts_integrity_gets_it()
    {
        var widget = (await Host.Client.GetAsync("/api/widget")).Json;
        var (version, integrity) = (widget.GetProperty("version").GetString(), widget.GetProperty("integrity").GetString());
        await using var site = await Site.StartAsync(Html(
            $"<script src=\"{Script}?v={version}\" integrity=\"{integrity}\" crossorigin=\"anonymous\" data-open async></script>"));
        await new ChatPage(await Browser.OpenAsync(site.Address)).OpenAsync();
        await using var wrong = await Site.StartAsync(Html(
            $"<script src=\"{Script}\" integrity=\"sha384-{new string('A', 64)}\" crossorigin=\"anonymous\" async></script>"));
        var page = await Browser.OpenAsync(wrong.Address);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        (await page.Locator("digital-twin").CountAsync()).ShouldBe(0, "a check that cannot fail would be none");
    }

    [Fact]
    public async Task Hostile_styles_of_the_page_do_not_get_in()
    {
        var results = new List<string>();
        foreach (var css in new[] { "", Hostile })
        {
            await using var site = await Site.StartAsync(Html($"<style>{css}</style><body><script src=\"{Script}\" data-open></script>"));
            var page = await Browser.OpenAsync(site.Address, new() { ReducedMotion = ReducedMotion.Reduce });
            var chat = await new ChatPage(page).OpenAsync();
            await chat.AskAndWaitAsync("Hello");
            await chat.Said("All right.").WaitForAsync();
            results.Add(await page.EvaluateAsync<string>(Measure));
            await page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath(css.Length == 0 ? "plain-page" : "hostile-page") });
        }

        results[1].ShouldBe(results[0]);
        results[0].ShouldContain("launcher grid 1");
    }

    [Fact]
    public async Task A_page_that_places_it_itself_can_drive_and_remove_it()
    {
        await using var site = await Site.StartAsync(Html($"<main></main><script src=\"{Script}\" data-manual></script>"));
        var page = await Browser.OpenAsync(site.Address);
        (await page.Locator("digital-twin").CountAsync()).ShouldBe(0);
        await page.EvaluateAsync(
            "document.querySelector('main').append(Object.assign(document.createElement('digital-twin'), { id: 'mine' }))");
        await page.EvaluateAsync("document.getElementById('mine').ask('From the page')");
        var chat = new ChatPage(page);
        await chat.Said("All right.").WaitForAsync();
        (await chat.Visitors.InnerTextAsync()).ShouldBe("From the page");

        // As frameworks do when a visitor goes to another page of the application, and comes back.
        await page.EvaluateAsync("window.kept = document.getElementById('mine'); kept.remove()");
        await page.EvaluateAsync("document.querySelector('main').append(kept)");
        await chat.Said("All right.").WaitForAsync();
        await chat.AskAndWaitAsync("Once more");
        (await chat.TranscriptAsync()).ShouldBe(["> From the page", "All right.", "> Once more", "All right."]);
    }

    [Fact]
    public async Task A_page_that_was_faster_than_the_script_gets_what_it_asked_for()
    {
        await using var site = await Site.StartAsync(Html($"""
            <digital-twin privacy="/privacy"></digital-twin>
            <script>document.querySelector('digital-twin').open = true</script>
            <script src="{Script}"></script>
            """));
        var page = await Browser.OpenAsync(site.Address);
        var chat = new ChatPage(page);
        await chat.Input.WaitForAsync();
        (await page.Locator(".foot a").GetAttributeAsync("href")).ShouldBe("/privacy");
        await chat.Button("Close").ClickAsync();
        (await page.Locator(".panel").IsVisibleAsync()).ShouldBeFalse();
        await page.EvaluateAsync("""
            {
              const twin = document.querySelector('digital-twin');
              for (const question of ['One', 'Two', 'Three']) twin.ask(question);
            }
            """);
        await chat.Page.WaitForFunctionAsync(
            "() => document.querySelector('digital-twin').shadowRoot.querySelectorAll('.actions').length === 3");
        (await chat.Visitors.AllInnerTextsAsync()).ShouldBe(["One", "Two", "Three"]);
        (await page.EvaluateAsync<string>("""
            (() => {
              try {
                document.querySelector('digital-twin').ask('  ');
              } catch (error) {
                return error.name;
              }
            })()
            """)).ShouldBe("TypeError");
    }

    [Fact]
    public async Task A_twin_that_is_not_there_can_be_closed_even_where_it_covers_the_screen()
    {
        await using var site = await Site.StartAsync(Html($"<script src=\"{Script}\" data-open></script>"));
        var page = await Browser.OpenAsync(site.Address, new() { ViewportSize = new() { Width = 360, Height = 640 } }, """
            const real = window.fetch;
            window.fetch = (...args) => window.lost === false ? real(...args) : Promise.reject(new TypeError('lost'));
            """);
        await page.Locator(".problem").GetByText("The twin cannot be reached").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        (await page.Locator(".panel").IsVisibleAsync()).ShouldBeFalse();
        await page.Locator(".launcher").ClickAsync();
        await page.EvaluateAsync("window.lost = false");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await new ChatPage(page).Input.WaitForAsync();
    }

    [Fact]
    public async Task A_site_that_is_not_let_in_is_told_so()
    {
        await using var strict = await TwinHost.StartAsync(["Access:Origins=https://me.example"]);
        await using var site = await Site.StartAsync(Html($"<script src=\"{strict.Address}widget.js\" data-open></script>"));
        var page = await Browser.OpenAsync(site.Address);
        await page.Locator(".problem").GetByText("The twin cannot be reached").WaitForAsync();
        await Browser.CloseAsync();
    }

    [GeneratedRegex(@"```text csp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PolicyBlock();
}
