using DigitalTwin.Testing;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The chat page in a real browser.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("light", 1100, 900, false)]
    [InlineData("dark", 1100, 900, true)]
    [InlineData("mobile", 320, 640, false)]
    public async Task A_visitor_asks_reads_and_opens_the_source(string name, int width, int height, bool dark)
    {
        var page = await browser.OpenAsync(host.Address, new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await page.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "What did you write about the Analytical Engine?" }).ClickAsync();
        await page.GetByText("1 source").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Source 1" }).ClickAsync();
        (await page.Locator(".sources dd.lit").InnerTextAsync()).ShouldContain("Taylor's Scientific Memoirs");
        await page.GetByLabel("Your message").FillAsync("What is your favourite pizza?");
        await page.GetByLabel("Your message").PressAsync("Enter");
        await page.GetByText("I don't know").WaitForAsync();
        await page.Locator("#send:visible").WaitForAsync();
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png") });
    }

    [Fact]
    public async Task A_reload_keeps_the_conversation_and_forgetting_erases_it()
    {
        var page = await browser.OpenAsync(host.Address);
        await AskAsync(page, "Can a machine think?");
        await page.GetByText("1 source").WaitForAsync();
        await page.ReloadAsync();
        await page.GetByText("over tea").First.WaitForAsync();
        await page.GetByText("1 source").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget me" }).ClickAsync();
        await page.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        (await page.GetByText("over tea").CountAsync()).ShouldBe(0);
        Directory.GetFiles(Path.Combine(host.DataPath, "rows"), "*.jsonl", SearchOption.AllDirectories).ShouldBeEmpty();
        await AskAsync(page, "Who was your father?");
        await page.GetByText("poet Lord Byron").WaitForAsync();
    }

    [Fact]
    public async Task Text_appears_as_it_is_written_and_stop_keeps_it()
    {
        await using var model = await ModelServer.StartAsync();
        model.Then(ModelServer.Reply(["First words ", "never shown"], i => i == 1 ? Task.Delay(Timeout.Infinite, Token) : Task.CompletedTask));
        await using var own = await TwinHost.StartAsync(model);
        var page = await browser.OpenAsync(own.Address);
        await AskAsync(page, "Hello");
        await page.GetByText("First words").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.GetByText("The turn was cancelled.").WaitForAsync();
        (await page.GetByText("First words").CountAsync()).ShouldBe(1);
        await AskAsync(page, "Hello again");
        await page.GetByText("All right.").WaitForAsync();
    }

    [Fact]
    public async Task A_lost_connection_is_taken_up_without_a_lost_or_doubled_character()
    {
        // Cuts every stream after the first piece that comes through it, twice.
        const string cutting = """
            const real = window.fetch; let cuts = 2;
            window.fetch = async (...args) => {
              const response = await real(...args);
              if (!response.headers.get('content-type')?.includes('event-stream') || cuts-- <= 0) return response;
              const reader = response.body.getReader();
              let pieces = 0;
              return new Response(new ReadableStream({
                async pull(controller) {
                  if (pieces++ === 2) { reader.cancel(); controller.error(new TypeError('network lost')); return; }
                  const { done, value } = await reader.read();
                  if (done) controller.close(); else controller.enqueue(value);
                },
              }), { headers: response.headers });
            };
            """;
        await using var model = await ModelServer.StartAsync();
        model.Then(ModelServer.Reply([.. Enumerable.Range(0, 40).Select(i => $"w{i} ")], _ => Task.Delay(30, Token)));
        await using var own = await TwinHost.StartAsync(model);
        var page = await browser.OpenAsync(own.Address, script: cutting);
        await AskAsync(page, "Count");
        await page.GetByText("w39").WaitForAsync();
        (await page.Locator(".assistant").Last.InnerTextAsync()).ShouldBe(string.Join(' ', Enumerable.Range(0, 40).Select(i => $"w{i}")));
        model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_that_is_said_becomes_markup()
    {
        const string attempt = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> [x](javascript:document.title='owned') **bold** `<b>code</b>`";
        await using var model = await ModelServer.StartAsync();
        model.Then(ModelServer.Reply(attempt));
        await using var own = await TwinHost.StartAsync(model);
        var page = await browser.OpenAsync(own.Address);
        await AskAsync(page, attempt);
        await page.Locator(".assistant strong").WaitForAsync();
        (await page.TitleAsync()).ShouldNotBe("owned");
        (await page.Locator(".message img, .message script, .message a").CountAsync()).ShouldBe(0);
        (await page.Locator(".assistant code").InnerTextAsync()).ShouldBe("<b>code</b>");
    }

    [Fact]
    public async Task A_twin_that_is_gone_is_said_and_the_message_can_be_sent_again()
    {
        var page = await browser.OpenAsync(host.Address);
        await page.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        await page.RouteAsync("**/api/chat", route => route.AbortAsync());
        await page.EvaluateAsync("window.setTimeout = ((real) => (work, _) => real(work, 0))(window.setTimeout)");
        await AskAsync(page, "Can a machine think?");
        await page.GetByText("The twin cannot be reached").WaitForAsync();
        await page.UnrouteAsync("**/api/chat");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await page.GetByText("over tea").First.WaitForAsync();
        (await page.Locator(".user").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_API_page_lists_the_endpoints()
    {
        var page = await browser.OpenAsync(new Uri(host.Address, "/docs"));
        await page.GetByText("/api/chat").WaitForAsync();
        (await page.Locator("details").CountAsync()).ShouldBe(22);
    }

    [Fact]
    public async Task The_twin_asks_back_and_takes_typed_and_clicked_answers()
    {
        var page = await browser.OpenAsync(host.Address);
        await AskAsync(page, "I would like to leave a message.");
        foreach (var (question, answer) in new[] { ("name", "Bob"), ("reach you", "bob@example.org"), ("message", "Please call me.") })
        {
            await page.Locator(".assistant").Last.GetByText(question).WaitForAsync();
            await page.Locator("#send:visible").WaitForAsync();
            await AskAsync(page, answer);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Yes", Exact = true }).ClickAsync();
        await page.GetByText("left your message").WaitForAsync();
        await page.Locator("#send:visible").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "clarification.png") });
        (await page.Locator(".user").AllInnerTextsAsync()).ShouldBe(["I would like to leave a message.", "Bob", "bob@example.org", "Please call me.", "Yes"]);
        await AskAsync(page, "Who was your father?");
        await page.GetByText("poet Lord Byron").WaitForAsync();
    }

    [Fact]
    public async Task A_question_that_is_open_survives_a_reload_and_ends_with_forgetting()
    {
        var page = await browser.OpenAsync(host.Address);
        await AskAsync(page, "I would like to leave a message.");
        await page.Locator(".assistant").Last.GetByText("name").WaitForAsync();
        await page.ReloadAsync();
        await page.Locator(".assistant").Last.GetByText("What is your name?").WaitForAsync();
        await page.Locator("#send:visible").WaitForAsync();
        await AskAsync(page, "Bob");
        await page.Locator(".assistant").Last.GetByText("reach you").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget me" }).ClickAsync();
        await page.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        await AskAsync(page, "Who was your father?");
        await page.GetByText("poet Lord Byron").WaitForAsync();
        (await page.Locator(".problem").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Leaving_a_message_can_be_given_up()
    {
        var page = await browser.OpenAsync(host.Address);
        await AskAsync(page, "I would like to leave a message.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByText("I have passed nothing on").WaitForAsync();
    }

    [Fact]
    public async Task Asking_for_the_person_again_and_again_leaves_the_page_alive()
    {
        var page = await browser.OpenAsync(host.Address);
        for (var i = 1; i <= 8; i++)
        {
            await AskAsync(page, "Can I talk to a real person, please?");
            await page.Locator(".assistant").Nth(i).GetByText("to join").WaitForAsync();
            await page.Locator("#send:visible").WaitForAsync();
        }

        await page.ReloadAsync();
        await AskAsync(page, "Who was your father?");
        await page.GetByText("poet Lord Byron").WaitForAsync();
    }

    [Fact]
    public async Task The_persons_own_reply_appears_under_their_name()
    {
        var page = await browser.OpenAsync(host.Address);
        await AskAsync(page, "Can I talk to a real person, please?");
        await page.Locator("#send:visible").WaitForAsync();
        using var owner = new TwinClient(host.Address) { Ticket = "?" };
        await owner.GetAsync("/api/owner/inbox");
        owner.Ticket = await File.ReadAllTextAsync(Path.Combine(host.DataPath, "secrets", "owner-key"), Token);
        var id = (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers")[0].GetProperty("id").GetString();
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/hand-overs/{id}/reply", TwinClient.Json(new { message = "It is me." }))).Status.ShouldBe(200);
        await page.Locator(".assistant[data-author='Ada Lovelace']").GetByText("It is me.").WaitForAsync();
        await page.ReloadAsync();
        await page.Locator(".assistant[data-author='Ada Lovelace']").GetByText("It is me.").WaitForAsync();
    }

    private static async Task AskAsync(IPage page, string message)
    {
        await page.GetByLabel("Your message").FillAsync(message);
        await page.GetByLabel("Your message").PressAsync("Enter");
    }
}
