using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.Functions.Tests;

/// <summary>An owner's week in the console of the worker, over Azurite.</summary>
public sealed class OwnerPagesTests(Browser browser, Azurite azurite) : IClassFixture<Browser>
{
    [Fact]
    public async Task An_owner_keeps_the_twin_good_in_the_worker()
    {
        _ = azurite.ConnectionString;
        await using var own = new Azurite();
        await own.InitializeAsync();
        await using var app = new FunctionAppFixture(own);
        app.UseOfflineModel();
        await app.InitializeAsync();
        using var week = new OwnersWeek(browser, app.Host.Address, TurnScript.OwnerKey);
        await week.LiveAsync();
        await SeeNewsAsync(app.Host.Address);
        await browser.CloseAsync();
    }

    // An open request is billed here: the page asks from time to time.
    private async Task SeeNewsAsync(Uri address)
    {
        var console = new ConsolePage(await browser.OpenAsync(new Uri(address, "/owner")));
        await console.FillAsync("E-mail", ConsolePage.Email);
        await console.FillAsync("Password", ConsolePage.Password);
        await console.ClickAsync("Sign in");
        await console.GoAsync("today", ".queue li");
        using var visitor = new TwinClient(address);
        await visitor.SendAsync(HttpMethod.Post, "/api/sessions");
        var lead = TwinClient.Json(new { name = "Noor", contact = "noor@example.org", message = "Hello", consent = true });
        (await visitor.SendAsync(HttpMethod.Post, $"/api/sessions/{visitor.SessionId}/leads", lead)).Status.ShouldBe(204);
        await console.Page.GetByText("Noor left a message").WaitForAsync(new() { Timeout = 60_000 });
    }
}
