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
        app.Settings["Model__Provider"] = "offline";
        app.Settings.Remove("Model__Speech");
        app.Settings.Remove("Model__Pictures");
        await app.InitializeAsync();
        using var week = new OwnersWeek(browser, app.Host.Address, TurnScript.OwnerKey);
        await week.LiveAsync();
        await browser.CloseAsync();
    }
}
