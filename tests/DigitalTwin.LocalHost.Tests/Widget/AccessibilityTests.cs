using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>WCAG 2.2 AA as far as axe-core can check it, and the keyboard.</summary>
public sealed class AccessibilityTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    private const string Focused = "document.activeElement.shadowRoot.activeElement";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task Nothing_violates_the_rules_in_any_state(ColorScheme scheme, int width)
    {
        const string link = "[a link](https://www.fourmilab.ch/babbage/sketch.html)";
        Model.Then(ModelServer.Reply($"See my notes [[writings]] and {link}.\n\n- one\n\n`code`\n\n> quote"))
            .Then(WhichOne)
            .Then(ModelServer.Reply(["Still ", "writing"], i => i == 1 ? Task.Delay(Timeout.Infinite, Token) : Task.CompletedTask));
        var size = new ViewportSize { Width = width, Height = 800 };
        var chat = await OpenAsync(new() { ColorScheme = scheme, ViewportSize = size, ReducedMotion = ReducedMotion.Reduce });
        await CheckAsync(chat, "greeting");
        await chat.AskAndWaitAsync("Cite");
        await chat.Button("Bad answer").ClickAsync();
        await chat.Page.Locator(".actions form").WaitForAsync();
        await CheckAsync(chat, "reply with note form");
        await chat.AskAsync("Help me choose");
        await chat.Button("Red").WaitForAsync();
        await CheckAsync(chat, "clarification");
        await chat.Button("Leave a message").ClickAsync();
        await CheckAsync(chat, "form");
        await chat.Page.Keyboard.PressAsync("Escape");
        await chat.Button("Forget me").ClickAsync();
        await CheckAsync(chat, "forget");
        await chat.Page.Keyboard.PressAsync("Escape");
        await chat.Button("Red").ClickAsync();
        await chat.Said("Still").WaitForAsync();
        await CheckAsync(chat, "writing");
        await chat.Page.Context.SetOfflineAsync(true);
        await chat.Page.Locator(".state:visible").WaitForAsync();
        await CheckAsync(chat, "offline");
        await chat.Page.Context.SetOfflineAsync(false);
        await chat.Button("Stop").ClickAsync();
        await chat.Said("Stopped.").WaitForAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        var page = await Browser.OpenAsync(Host.Address, new() { ViewportSize = new() { Width = 700, Height = 800 } });
        var launcher = page.Locator(".launcher");
        await launcher.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var chat = await new ChatPage(page).OpenAsync();
        await chat.Input.And(page.Locator(":focus")).WaitForAsync();
        await page.Keyboard.TypeAsync("Hello");
        await page.Keyboard.PressAsync("Enter");
        await chat.Said("All right.").WaitForAsync();
        await chat.IdleAsync();
        await chat.Input.And(page.Locator(":focus")).WaitForAsync();

        // Back from where one writes: what can be asked again, the reply's actions, the log, the head; and on, to the words below.
        (await WalkAsync(page, "Shift+Tab", "Close"))
            .ShouldBe(["Edit the question", "Try again", "Bad answer", "Good answer", "Copy", "Ada Lovelace", "Close"]);
        await chat.Input.FocusAsync();
        (await WalkAsync(page, "Tab", "Leave a message")).ShouldBe(["Send", "Leave a message"]);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".sheet").WaitForAsync();
        (await page.EvaluateAsync<string>($"{Focused}.autocomplete")).ShouldBe("name");
        await page.Keyboard.PressAsync("Escape");
        (await page.EvaluateAsync<string>($"{Focused}.textContent")).ShouldBe("Leave a message");
        await page.Keyboard.PressAsync("Escape");
        (await page.Locator(".panel").IsVisibleAsync()).ShouldBeFalse();
        (await page.EvaluateAsync<string>($"{Focused}.className")).ShouldBe("launcher");
        (await launcher.GetAttributeAsync("aria-expanded")).ShouldBe("false");
    }

    private static async Task<IReadOnlyList<string>> WalkAsync(IPage page, string key, string last)
    {
        const string name = "document.activeElement.shadowRoot?.activeElement";
        var names = new List<string>();
        while (names.Count < 12 && !names.Contains(last))
        {
            await page.Keyboard.PressAsync(key);
            names.Add(await page.EvaluateAsync<string>($"{name}?.getAttribute('aria-label') ?? {name}?.textContent ?? ''"));
        }

        return names;
    }

    [Fact]
    public async Task A_screen_reader_hears_a_reply_once_and_whole()
    {
        Model.Then(ModelServer.Reply(Words(20), _ => Task.Delay(20, Token)));
        var chat = await OpenAsync();
        await chat.Page.EvaluateAsync("""
            () => {
              const root = document.querySelector('digital-twin').shadowRoot;
              window.heard = [];
              const all = { childList: true, characterData: true, subtree: true };
              for (const live of root.querySelectorAll('[role=status], [role=alert], [aria-live=polite]')) {
                new MutationObserver(() => window.heard.push(live.textContent)).observe(live, all);
              }
            }
            """);
        await chat.AskAndWaitAsync("Count");
        (await chat.Page.EvaluateAsync<string[]>("window.heard")).Select(text => text.Trim()).ShouldBe([Line(20)]);
        (await chat.Log.GetAttributeAsync("aria-live")).ShouldBe("off");
    }

    private static Task CheckAsync(ChatPage chat, string state) => Axe.CheckAsync(chat.Page, state);
}
