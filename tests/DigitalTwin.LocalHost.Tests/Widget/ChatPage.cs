using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>The widget on a page, as a visitor uses it.</summary>
internal sealed class ChatPage(IPage page)
{
    public IPage Page => page;

    public ILocator Input => page.Locator(".composer textarea");

    public ILocator Log => page.Locator(".log");

    public ILocator Replies => page.Locator(".assistant");

    public ILocator Visitors => page.Locator(".user");

    /// <summary>Opens it where it is closed, and waits until it is there.</summary>
    public async Task<ChatPage> OpenAsync()
    {
        await page.EvaluateAsync(
            "customElements.whenDefined('digital-twin').then(() => { document.querySelector('digital-twin').open = true; })");
        await Input.WaitForAsync();
        await Replies.First.WaitForAsync();
        return this;
    }

    /// <summary>Where something is said in the conversation.</summary>
    public ILocator Said(string text) => page.Locator(".text, .note, .problem").GetByText(text).First;

    public async Task AskAsync(string message)
    {
        await Input.FillAsync(message);
        await Input.PressAsync("Enter");
    }

    /// <summary>Waits until nothing is being written.</summary>
    public Task IdleAsync() => page.Locator(".composer button[type=submit]:visible").WaitForAsync();

    public async Task AskAndWaitAsync(string message)
    {
        await AskAsync(message);
        await Replies.Last.WaitForAsync();
        await IdleAsync();
    }

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>What everyone said, in order.</summary>
    public async Task<IReadOnlyList<string>> TranscriptAsync()
        => await page.Locator(".message").EvaluateAllAsync<string[]>("""
            nodes => nodes.map(node => (node.classList.contains('user') ? '> ' : '') + (node.querySelector('.text') ?? node).innerText)
            """);
}
