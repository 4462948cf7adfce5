using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>A test of the console: a browser, a twin without a model, its owner.</summary>
public abstract class ConsoleTest(Browser browser) : IAsyncLifetime
{
    private protected TwinHost Host { get; private set; } = null!;

    private protected Browser Browser => browser;

    private protected string OwnerKey { get; private set; } = "";

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = await TwinHost.StartAsync();
        using var owner = await Host.NewOwnerAsync();
        OwnerKey = owner.Ticket!;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The console, signed in.</summary>
    private protected async Task<ConsolePage> ClaimAsync(BrowserNewContextOptions? options = null)
    {
        var page = new ConsolePage(await browser.OpenAsync(new Uri(Host.Address, "/owner"), options));
        await page.ClaimAsync(OwnerKey);
        return page;
    }

    /// <summary>Has a visitor of their own leave something of each kind.</summary>
    private protected async Task<TwinClient> LeaveAsync(int number)
    {
        var visitor = Host.NewClient();
        var turn = await visitor.ChatAsync("Who taught you mathematics?");
        var (path, body) = (number % 4) switch
        {
            0 => ($"/api/sessions/{visitor.SessionId}/leads",
                new { name = $"Visitor {number}", contact = $"v{number}@example.org", message = "Hello", consent = true }),
            1 => ("/api/chat", new { message = $"Do you own a {Things[number % Things.Length]} {number}?" }),
            2 => ("/api/chat", new { message = "Can I talk to Ada herself, please?" }),
            _ => ($"/api/turns/{turn.Text("turnId")}/feedback", (object)new { rating = "down", note = $"dull {number}" }),
        };
        (await visitor.SendAsync(HttpMethod.Post, path, TwinClient.Json(body))).Status.ShouldBeInRange(200, 204);
        return visitor;
    }

    private static readonly string[] Things =
        ["narrowboat", "telescope", "falcon", "lighthouse", "tandem", "beehive", "trombone", "greenhouse", "caravan", "windmill"];
}
