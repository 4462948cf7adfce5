using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>An owner's week in the console.</summary>
public sealed class OwnersWeekTests(Browser browser) : ConsoleTest(browser), IClassFixture<Browser>
{
    [Fact]
    public async Task An_owner_keeps_the_twin_good_without_a_developer()
    {
        using var week = new OwnersWeek(Browser, Host.Address, OwnerKey);
        await week.LiveAsync();
    }
}
