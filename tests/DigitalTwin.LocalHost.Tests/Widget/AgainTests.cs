using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>A visitor who reloads, asks again, or has something else on their page.</summary>
public sealed class AgainTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    [Fact]
    public async Task After_a_reload_in_the_middle_of_a_reply_everything_is_as_before()
    {
        Model.Then(ModelServer.Reply(["Still ", "writing."], i => i == 1 ? Task.Delay(Timeout.Infinite, Token) : Task.CompletedTask));
        var chat = await OpenAsync();
        await chat.AskAsync("Tell me a long story");
        await chat.Said("Still").WaitForAsync();
        await chat.Input.FillAsync("What I was about to");
        await chat.Page.ReloadAsync();
        chat = await new ChatPage(chat.Page).OpenAsync();
        await chat.Said("Still").WaitForAsync();
        await chat.Button("Stop").WaitForAsync();
        (await chat.Page.Locator(".choices button").CountAsync()).ShouldBe(0);
        (await chat.Input.InputValueAsync()).ShouldBe("What I was about to");
        await chat.Button("Stop").ClickAsync();
        await chat.Said("Stopped.").WaitForAsync();

        // Sent, it is no draft any more.
        await chat.AskAndWaitAsync("Something else");
        await chat.Page.ReloadAsync();
        chat = await new ChatPage(chat.Page).OpenAsync();
        (await chat.Input.InputValueAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Nothing_is_kept_in_the_browser_before_and_after_use()
    {
        const string kept = "JSON.stringify([localStorage, sessionStorage])";
        var chat = await OpenAsync();
        (await chat.Page.EvaluateAsync<string>(kept)).ShouldBe("[{},{}]");
        await chat.AskAndWaitAsync("Hello");
        await chat.Input.FillAsync("And");
        (await chat.Page.EvaluateAsync<string>(kept)).ShouldContain("draft");
        await chat.Button("Forget me").ClickAsync();
        await chat.Button("Erase").ClickAsync();
        await chat.Page.Locator(".sheet").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        (await chat.Page.EvaluateAsync<string>(kept)).ShouldBe("[{},{}]");
    }

    [Fact]
    public async Task The_latest_question_is_asked_again_or_in_other_words()
    {
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Hello");
        await chat.Button("Try again").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(chat.Replies).ToHaveCountAsync(3);
        await chat.IdleAsync();
        await chat.Button("Edit the question").ClickAsync();
        (await chat.Input.InputValueAsync()).ShouldBe("Hello");
        await chat.Page.Keyboard.TypeAsync(", you");
        await chat.Page.Keyboard.PressAsync("Enter");
        await chat.Visitors.GetByText("Hello, you").WaitForAsync();
        await chat.IdleAsync();
        (await chat.Button("Edit the question").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_reads_further_up_gets_back_to_the_newest()
    {
        Model.Then(ModelServer.Reply(string.Join("\n\n", Enumerable.Range(0, 80).Select(i => $"Line {i}."))));
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Tell me a long story");
        await chat.Page.EvaluateAsync("document.querySelector('digital-twin').shadowRoot.querySelector('.log').scrollTop = 0");
        await chat.Button("To the newest").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(chat.Button("To the newest")).ToBeHiddenAsync();
        (await chat.Page.EvaluateAsync<bool>("""
            (() => {
              const log = document.querySelector('digital-twin').shadowRoot.querySelector('.log');
              return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
            })()
            """)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("body { transform: translateY(3000px); }")]
    [InlineData("body { filter: blur(0); height: 200vh; } main { position: fixed; inset: 0; z-index: 2147483647; background: red; }")]
    [InlineData("body { perspective: 9px; contain: paint; height: 10px; }")]
    public async Task No_transform_and_no_stacking_of_a_page_touches_the_launcher(string css)
    {
        await using var site = await Site.StartAsync(Html($"<style>{css}</style><main>Page</main><script src=\"{Script}\"></script>"));
        var page = await Browser.OpenAsync(site.Address);
        await page.Locator(".launcher").ClickAsync(new() { Timeout = 5_000 });
        var chat = new ChatPage(page);
        await chat.AskAndWaitAsync("Hello");
        var box = (await page.Locator(".launcher").BoundingBoxAsync())!;
        (await page.EvaluateAsync<string>($"document.elementFromPoint({box.X + 30}, {box.Y + 30}).localName")).ShouldBe("digital-twin");
        foreach (var field in await page.Locator("textarea, input:visible").AllAsync())
        {
            // Smaller ones make a phone zoom in.
            (await field.EvaluateAsync<string>("node => getComputedStyle(node).fontSize")).ShouldBe("16px");
        }
    }

    [Fact]
    public async Task A_page_that_is_opened_from_a_file_is_told_why()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("page.html"), Html($"<script src=\"{Script}\" data-open></script>"), Token);
        var page = await Browser.OpenAsync(new Uri(folder.File("page.html")));
        await page.GetByText("A page that is opened from a file has no origin").WaitForAsync();
    }
}
