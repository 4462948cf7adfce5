using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace DigitalTwin.Testing.Browsers;

/// <summary>A real, headless browser; tests skip where the machine has none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Candidates =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private readonly ConcurrentQueue<string> errors = new();
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Candidates.FirstOrDefault(File.Exists) is { } path)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path,
                Args =
                [
                    "--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--disable-gpu",
                    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                ],
            });
        }
    }

    /// <summary>A page of a fresh visitor, or of one who is in a context already.</summary>
    public async Task<IPage> OpenAsync(
        Uri address, BrowserNewContextOptions? options = null, string? script = null, IBrowserContext? context = null)
    {
        Assert.SkipWhen(browser is null, "There is no Chromium on this machine (Debian: apt-get install chromium).");
        context ??= await browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        page.PageError += (_, error) => errors.Enqueue(error);
        if (script is not null)
        {
            await page.AddInitScriptAsync(script);
        }

        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>Closes what a test opened; fails it where a script of a page did.</summary>
    public async Task CloseAsync()
    {
        foreach (var context in browser?.Contexts.ToList() ?? [])
        {
            await context.CloseAsync();
        }

        var found = errors.ToArray();
        errors.Clear();
        found.ShouldBeEmpty();
    }

    /// <summary>Where pictures for people to look at go.</summary>
    public static string ScreenshotPath(string name) => Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png");

    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
    }
}
