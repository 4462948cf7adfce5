using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>What was typed stays, what was meant once is done once, and what fails says so.</summary>
public sealed class NothingLostTests(Browser browser) : ConsoleTest(browser), IClassFixture<Browser>
{
    [Fact]
    public async Task An_answer_is_there_again_after_undo_and_after_a_look_elsewhere()
    {
        using var visitor = await LeaveAsync(1);
        using var other = await LeaveAsync(0);
        var console = await ClaimAsync();
        await console.GoAsync("today", ".queue .head");
        await console.Page.Locator(".head", new() { HasText = "Do you own a" }).ClickAsync();
        await console.FillAsync("Answer", "Not one.");
        await console.Page.Locator(".current form button.main").ClickAsync();
        await console.ClickAsync("Undo");
        await Assertions.Expect(console.Page.GetByLabel("Answer", new() { Exact = true })).ToHaveValueAsync("Not one.");
        await console.Page.Locator(".head", new() { HasText = "left a message" }).ClickAsync();
        await console.Page.Locator(".head", new() { HasText = "Do you own a" }).ClickAsync();
        await Assertions.Expect(console.Page.GetByLabel("Answer", new() { Exact = true })).ToHaveValueAsync("Not one.");
    }

    [Fact]
    public async Task A_double_click_does_one_thing_and_a_click_on_what_is_open_nothing()
    {
        foreach (var number in new[] { 0, 4, 8 })
        {
            (await LeaveAsync(number)).Dispose();
        }

        var console = await ClaimAsync();
        await console.GoAsync("today", ".queue .head");
        await console.Page.Locator(".current .head").ClickAsync();
        await Assertions.Expect(console.Page.Locator(".queue .head")).ToHaveCountAsync(3);
        await console.Button("Done").DblClickAsync();
        await Assertions.Expect(console.Page.Locator(".queue .head")).ToHaveCountAsync(2);
        await console.Page.Keyboard.DownAsync("e");
        await console.Page.Keyboard.DownAsync("e");
        await console.Page.Keyboard.UpAsync("e");
        await Assertions.Expect(console.Page.Locator(".queue .head")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_reply_is_kept_sent_once_and_a_correction_outlives_news()
    {
        using var visitor = await LeaveAsync(3);
        var console = await ClaimAsync();
        await console.GoAsync($"conversations/{visitor.SessionId}", ".message.assistant");
        await console.FillAsync("Reply as yourself", "One moment");
        await console.GoAsync("insight", ".chart");
        await console.GoAsync($"conversations/{visitor.SessionId}", ".message.assistant");
        await Assertions.Expect(console.Page.GetByLabel("Reply as yourself")).ToHaveValueAsync("One moment");
        await console.Page.GetByLabel("Reply as yourself").FocusAsync();
        await console.PressAsync("Control+Enter");
        await console.PressAsync("Control+Enter");
        await Assertions.Expect(console.Page.Locator(".message.owner")).ToHaveCountAsync(1);
        await console.ClickAsync("Correct");
        await console.FillAsync("What is right", "It was Mary Somerville.");
        await console.PressAsync("Escape");
        await visitor.ChatAsync("Can I talk to Ada herself, please?");
        await console.Page.Locator(".message.user", new() { HasText = "herself" }).WaitForAsync();
        await Assertions.Expect(console.Page.GetByLabel("What is right")).ToHaveValueAsync("It was Mary Somerville.");
    }

    [Fact]
    public async Task What_could_not_be_kept_is_not_published_and_a_discarded_draft_does_not_take_the_next_one_along()
    {
        var console = await ClaimAsync();
        await console.GoAsync("knowledge/persona", ".fact");
        var text = console.Page.GetByLabel("Persona, as Markdown");
        await text.FillAsync((await text.InputValueAsync()) + "\n## Tea\n\nI like tea.\n");
        await console.SeesAsync("This is a draft");
        await console.Page.RouteAsync(
            "**/api/owner/persona/draft", route => route.Request.Method == "PUT" ? route.AbortAsync() : route.ContinueAsync());
        await text.FillAsync((await text.InputValueAsync()) + "\n## Coffee\n\nI like coffee.\n");
        await console.ClickAsync("Publish");
        await console.SeesAsync("The twin cannot be reached.");
        using var owner = await Host.NewOwnerAsync();
        (await owner.GetAsync("/api/owner/persona")).Text("text").ShouldNotContain("I like tea.");
        await console.Page.UnrouteAsync("**/api/owner/persona/draft");
        await console.ClickAsync("Discard the draft");
        await console.SeesAsync("This is what visitors are answered from.");
        await text.FillAsync((await text.InputValueAsync()) + "\n## Milk\n\nI like milk.\n");
        await console.SeesAsync("This is a draft");
        await console.GoAsync("insight", ".chart");
        (await owner.GetAsync("/api/owner/persona/draft")).Text("text").ShouldContain("I like milk.");
    }

    [Theory]
    [InlineData("#/conversations/%")]
    [InlineData("#/conversations/none")]
    [InlineData("#/knowledge/constructor")]
    [InlineData("#/settings/toString")]
    [InlineData("#/knowledge/persona/none")]
    [InlineData("#/test/none")]
    [InlineData("#/nonsense")]
    public async Task Odd_addresses_lead_somewhere(string hash)
    {
        var console = await ClaimAsync();
        await console.Page.GotoAsync(new Uri(Host.Address, $"/owner{hash}").ToString());
        await console.Page.ReloadAsync();
        await console.Page.Locator("main h1").First.WaitForAsync();
        await console.Page.Locator(".rail a[href='#/today']").ClickAsync();
        await console.Page.Locator(".today").WaitForAsync();
    }

    [Fact]
    public async Task What_fails_says_so()
    {
        var console = await ClaimAsync();
        await console.GoAsync("settings/money", ".stack form");
        await console.Page.RouteAsync("**/api/owner/stop", route => route.AbortAsync());
        await console.ClickAsync("Stop all models");
        await console.Page.Locator(".toast.error").WaitForAsync();
    }
}
