using Microsoft.Playwright;

namespace DigitalTwin.Testing.Browsers;

/// <summary>The owner's console in a browser.</summary>
/// <param name="page">The page; opened at the console.</param>
public sealed class ConsolePage(IPage page)
{
    /// <summary>The owner's name there.</summary>
    public const string Email = "sam@example.org";

    /// <summary>The owner's password there.</summary>
    public const string Password = "correct horse battery";

    /// <summary>The page.</summary>
    public IPage Page => page;

    /// <summary>How many keys were pressed with <see cref="PressAsync"/>.</summary>
    public int Presses { get; private set; }

    /// <summary>Makes the account.</summary>
    public async Task ClaimAsync(string ownerKey)
    {
        await FillAsync("Owner’s key", ownerKey);
        await FillAsync("E-mail", Email);
        await FillAsync("Password", Password);
        await ClickAsync("Claim");
        await page.Locator(".welcome").WaitForAsync();
    }

    /// <summary>Goes to a screen, and waits until it is there.</summary>
    /// <param name="place">Such as <c>today</c> or <c>knowledge/gaps</c>.</param>
    /// <param name="selector">What is there then.</param>
    public async Task GoAsync(string place, string selector)
    {
        await page.EvaluateAsync("place => { location.hash = `#/${place}`; }", place);
        await page.Locator(selector).First.WaitForAsync();
    }

    /// <summary>Fills a field in.</summary>
    public Task FillAsync(string label, string text) => page.GetByLabel(label, new() { Exact = true }).First.FillAsync(text);

    /// <summary>Clicks a button.</summary>
    public Task ClickAsync(string button) => Button(button).First.ClickAsync();

    /// <summary>The buttons of a name.</summary>
    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Presses a key, or several at once such as <c>Control+Enter</c>.</summary>
    public Task PressAsync(string key)
    {
        Presses++;
        return page.Keyboard.PressAsync(key);
    }

    /// <summary>Waits until a text is shown.</summary>
    public Task SeesAsync(string text) => page.GetByText(text).First.WaitForAsync();

    /// <summary>Waits until what can be undone no longer can be, and was sent.</summary>
    public async Task SettleAsync()
    {
        await page.Locator(".toast", new() { HasText = "Undo" }).First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Locator(".toasts:not([aria-busy])").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
