using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>The console by keys alone.</summary>
public sealed class KeyboardTests(Browser browser) : ConsoleTest(browser), IClassFixture<Browser>
{
    private const int Items = 40;
    private const int MostPresses = 140;

    [Fact]
    public async Task Forty_items_of_mixed_kinds_are_done_with_few_keys()
    {
        foreach (var number in Enumerable.Range(0, Items))
        {
            (await LeaveAsync(number)).Dispose();
        }

        var console = await ClaimAsync();
        await console.GoAsync("today", ".queue .head");
        var heads = console.Page.Locator(".queue .head");
        var all = await heads.CountAsync();
        all.ShouldBeInRange(Items - 9, Items, "questions that mean the same are one gap");
        for (var left = all; left > 0; left--)
        {
            var kind = await console.Page.Locator(".queue .current .tag").TextContentAsync();
            if (kind is "Gap" or "Asked for you")
            {
                await console.PressAsync("r");
                await console.Page.Keyboard.TypeAsync(kind == "Gap" ? "No. " : "Here I am.");
                await console.PressAsync("Control+Enter");
            }
            else
            {
                await console.PressAsync("e");
            }

            await Microsoft.Playwright.Assertions.Expect(heads).ToHaveCountAsync(left - 1);
        }

        await console.SeesAsync("Nothing waits.");
        TestContext.Current.TestOutputHelper!.WriteLine($"{all} items, {console.Presses} presses");
        (console.Presses * Items / all).ShouldBeLessThanOrEqualTo(MostPresses);

        // All of it was sent.
        await console.SettleAsync();
        using var owner = await Host.NewOwnerAsync();
        var open = (await owner.GetAsync("/api/owner/inbox?state=open")).Json;
        (open.GetProperty("leads").GetArrayLength(), open.GetProperty("handOvers").GetArrayLength(),
            open.GetProperty("questions").GetArrayLength(), open.GetProperty("feedback").GetArrayLength()).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task What_was_done_is_undone_and_places_are_found_by_name()
    {
        (await LeaveAsync(0)).Dispose();
        var console = await ClaimAsync();
        await console.GoAsync("today", ".queue .head");
        await console.PressAsync("e");
        await console.SeesAsync("Nothing waits.");
        await console.PressAsync("z");
        await console.Page.Locator(".queue .head").WaitForAsync();
        using var owner = await Host.NewOwnerAsync();
        (await owner.GetAsync("/api/owner/inbox?state=open")).Json.GetProperty("leads").GetArrayLength().ShouldBe(1);
        await console.PressAsync("Control+k");
        await console.Page.Keyboard.TypeAsync("webh");
        await console.PressAsync("Enter");
        await console.Page.GetByLabel("Address").WaitForAsync();
    }

    [Fact]
    public async Task What_is_broken_waits_too_and_leads_to_where_it_is_mended()
    {
        var file = Path.Combine(Host.DataPath, "blobs", "persona", "me.md");
        await File.WriteAllTextAsync(file, "---\nnaem: Ada\n---\n# Ada\n\nHello.\n", Token);
        using var owner = await Host.NewOwnerAsync();
        for (var look = 0; look < 200 && (await owner.GetAsync("/api/health/ready")).Text("status") == "ready"; look++)
        {
            await Task.Delay(100, Token);
        }

        var console = await ClaimAsync();
        await console.GoAsync("today", ".queue .broken");
        (await console.Page.Locator(".current .said").TextContentAsync())!.ShouldContain("line 2");
        await console.PressAsync("Enter");
        await console.Page.GetByLabel("Persona, as Markdown").WaitForAsync();
    }
}
