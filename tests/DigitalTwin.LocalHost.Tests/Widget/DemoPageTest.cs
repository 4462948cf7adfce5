using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>A test of the widget on the demo page of a twin without a model.</summary>
public abstract class DemoPageTest : IAsyncLifetime
{
    private protected readonly Browser browser;
    private protected TwinHost host = null!;

    private protected DemoPageTest(Browser browser) => this.browser = browser;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static async Task ForgetAsync(ChatPage chat)
    {
        await chat.Button("Forget me").ClickAsync();
        await chat.Button("Erase").ClickAsync();
        await chat.Page.Locator(".sheet").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private protected async Task<ChatPage> OpenAsync(TwinHost twin, BrowserNewContextOptions? options = null)
        => await new ChatPage(await browser.OpenAsync(twin.Address, options)).OpenAsync();
}
