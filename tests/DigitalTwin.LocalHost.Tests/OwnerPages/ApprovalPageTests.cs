using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.OwnerPages;

/// <summary>Tool calls that wait for the owner, in the console.</summary>
public sealed class ApprovalPageTests(Browser browser) : AgentTest, IClassFixture<Browser>
{
    [Theory]
    [InlineData("Enter", "The owner agreed.")]
    [InlineData("e", "The owner did not agree.")]
    public async Task An_approval_is_given_or_refused_by_one_key(string key, string reply)
    {
        Model.Then(Call("send_letter")).Then(ModelServer.Reply(reply));
        var turn = await Client.ChatAsync("Send it.");
        (turn.Status, turn.Text("waitingFor")).ShouldBe((202, "owner"));
        using var owner = Owner();
        var console = new ConsolePage(await browser.OpenAsync(new Uri(Host.Address, "/owner")));
        await console.ClaimAsync(owner.Ticket!);
        await console.GoAsync("today", ".queue .approval");
        await console.SeesAsync("The twin wants to use send_letter");
        (await console.Page.Locator(".current pre").TextContentAsync())!.ShouldContain("\"text\": \"x\"");
        await console.FillAsync("Reason, if you refuse", "Too long.");
        await console.PressAsync("Escape");
        await console.PressAsync(key);
        await console.SeesAsync("Nothing waits.");
        await console.SettleAsync();
        await console.GoAsync($"conversations/{Client.SessionId}", ".message.assistant");
        await console.SeesAsync(reply);
        Tools.Effects.ShouldBe(key == "Enter" ? 1 : 0);
        Model.Requests.ElementAt(1).Texts("tool").Single().Contains("Too long.", StringComparison.Ordinal).ShouldBe(key == "e");
        await Assertions.Expect(console.Page.Locator(".tag.waiting")).ToHaveCountAsync(0);
        await browser.CloseAsync();
    }
}
