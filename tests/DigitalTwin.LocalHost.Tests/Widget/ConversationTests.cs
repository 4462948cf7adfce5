using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>What a visitor does with the widget, in a real browser on the demo page.</summary>
public sealed class ConversationTests : DemoPageTest, IClassFixture<Browser>
{
    public ConversationTests(Browser browser)
        : base(browser)
    {
    }

    // An address of the sample persona's: no other becomes a link.
    private const string Named = "https://collection.sciencemuseumgroup.org.uk";

    [Fact]
    public async Task A_visitor_asks_reads_and_opens_the_source()
    {
        var chat = await OpenAsync(host);
        await chat.Replies.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        await chat.Page.Locator(".choices").GetByText("What did you write about the Analytical Engine?").ClickAsync();
        await chat.Page.GetByText("Sources: 1").WaitForAsync();
        await chat.Button("Source 1").First.ClickAsync();
        (await chat.Page.Locator(".sources dd.lit").InnerTextAsync())
            .ShouldContain("In the Notes I explain how the Analytical Engine differs");
        await chat.AskAsync("What is your favourite pizza?");
        await chat.Said("I don't know").WaitForAsync();

        // The words are shown as they come, and announced when the reply is whole.
        await chat.IdleAsync();
        (await chat.Page.Locator("[role=status].unseen").InnerTextAsync()).ShouldContain("I don't know");
    }

    [Fact]
    public async Task The_page_asks_for_the_visitor()
    {
        var page = await browser.OpenAsync(host.Address, new() { ViewportSize = new() { Width = 700, Height = 700 } });
        await page.Locator("#questions button").GetByText("Can a machine think?").ClickAsync();
        await page.Locator(".assistant").GetByText("over tea").First.WaitForAsync();
        (await page.Locator("#snippet").InnerTextAsync())
            .ShouldBe($"<script src=\"{host.Address.GetLeftPart(UriPartial.Authority)}/widget.js\" async></script>");
    }

    [Fact]
    public async Task A_reload_keeps_the_conversation_and_forgetting_erases_it()
    {
        var chat = await OpenAsync(host);
        await chat.AskAsync("Can a machine think?");
        await chat.Page.GetByText("Sources: 1").WaitForAsync();
        await chat.Page.ReloadAsync();
        await chat.Said("over tea").WaitForAsync();
        await chat.Page.GetByText("Sources: 1").WaitForAsync();
        await ForgetAsync(chat);
        await chat.Replies.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        (await chat.Page.GetByText("over tea").CountAsync()).ShouldBe(0);
        DataOnDisk.Rows(host.DataPath).ShouldBeEmpty();
        await chat.AskAsync("Who was your father?");
        await chat.Said("poet Lord Byron").WaitForAsync();
    }

    [Fact]
    public async Task Text_appears_as_it_is_written_and_stop_keeps_it()
    {
        await using var model = await ModelServer.StartAsync();
        model.Then(ModelServer.Reply(
            ["First words ", "never shown"], i => i == 1 ? Task.Delay(Timeout.Infinite, Token) : Task.CompletedTask));
        await using var own = await TwinHost.StartAsync(model);
        var chat = await OpenAsync(own);
        await chat.AskAsync("Hello");
        await chat.Said("First words").WaitForAsync();
        await chat.Button("Stop").ClickAsync();
        await chat.Said("Stopped.").WaitForAsync();
        (await chat.Page.Locator(".text").GetByText("First words").CountAsync()).ShouldBe(1);
        await chat.AskAsync("Hello again");
        await chat.Page.Locator(".text").GetByText("All right.").WaitForAsync();
    }

    [Fact]
    public async Task Markdown_is_drawn()
    {
        await using var model = await ModelServer.StartAsync();
        model.Then(ModelServer.Reply("""
            ## Title
            Text with **bold**, *lean*, `code` and [a link](https://collection.sciencemuseumgroup.org.uk/x).

            - one
              - inner
            - two

            3. three

            ```js
            let x = '<b>';

            # no title
            ```

            | a | b |
            |---|---|
            | 1 | 2 |

            > quoted

            See https://collection.sciencemuseumgroup.org.uk/y.
            """.ReplaceLineEndings("\n")));
        await using var own = await TwinHost.StartAsync(model);
        var chat = await OpenAsync(own);
        await chat.AskAndWaitAsync("Draw");
        var text = chat.Replies.Last.Locator(".text");
        (await text.Locator("strong").AllInnerTextsAsync()).ShouldBe(["Title", "bold"]);
        (await text.Locator("ul > li > ul > li").InnerTextAsync()).ShouldBe("inner");
        (await text.Locator("ol").GetAttributeAsync("start")).ShouldBe("3");
        (await text.Locator("pre code").InnerTextAsync()).ShouldBe("let x = '<b>';\n\n# no title");
        (await text.Locator("td").AllInnerTextsAsync()).ShouldBe(["1", "2"]);
        (await text.Locator("blockquote").InnerTextAsync()).ShouldBe("quoted");
        (await text.Locator("a").EvaluateAllAsync<string[]>("links => links.map(link => `${link.href} ${link.rel} ${link.target}`)"))
            .ShouldBe([$"{Named}/x noopener nofollow _blank", $"{Named}/y noopener nofollow _blank"]);
    }

    [Fact]
    public async Task A_twin_that_is_gone_is_said_and_the_message_can_be_sent_again()
    {
        var chat = await OpenAsync(host);
        await chat.Page.RouteAsync("**/api/chat", route => route.AbortAsync());

        // Pauses between tries are skipped; how long a stream may be silent is not, or every answer would come too late.
        await chat.Page.EvaluateAsync(
            "() => { window.setTimeout = ((real) => (work, ms) => real(work, ms < 30_000 ? 0 : ms))(window.setTimeout); }");
        await chat.AskAsync("Can a machine think?");
        await chat.Said("The twin cannot be reached").WaitForAsync();
        await chat.Page.UnrouteAsync("**/api/chat");
        await chat.Button("Try again").ClickAsync();
        await chat.Said("over tea").WaitForAsync();
        (await chat.Visitors.CountAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(429, "too_many_turns", "7", "Please try again in 7 seconds.")]
    [InlineData(429, "too_many_turns", null, "Please try again in a moment.")]
    [InlineData(503, "storage_unavailable", null, "Something went wrong on our side.")]
    [InlineData(403, "origin_not_allowed", null, "This website may not use the twin.")]
    public async Task What_the_twin_refuses_is_said_in_words(int status, string code, string? after, string words)
    {
        var chat = await OpenAsync(host);
        var headers = new Dictionary<string, string> { ["content-type"] = "application/problem+json" };
        if (after is not null)
        {
            headers["retry-after"] = after;
        }

        var body = $$"""{"title":"Raw title.","code":"{{code}}","status":{{status}}}""";
        await chat.Page.RouteAsync("**/api/chat", route => route.FulfillAsync(new() { Status = status, Headers = headers, Body = body }));
        await chat.AskAsync("Hello");
        await chat.Said(words).WaitForAsync();
        (await chat.Page.GetByText("Raw title.").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Offline_is_said_and_what_was_written_is_sent_when_the_connection_is_back()
    {
        var chat = await OpenAsync(host);
        await chat.Page.Context.SetOfflineAsync(true);
        await chat.Page.Locator(".state").GetByText("You are offline").WaitForAsync();
        await chat.AskAsync("Can a machine think?");
        await chat.Page.WaitForTimeoutAsync(700);
        await chat.Page.Context.SetOfflineAsync(false);
        await chat.Said("over tea").WaitForAsync();
        (await chat.Page.Locator(".state").IsVisibleAsync()).ShouldBeFalse();
        (await chat.Visitors.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_from_the_notes_alone_says_so()
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = ModelServer.Fail(500);
        await using var own = await TwinHost.StartAsync(model);
        var chat = await OpenAsync(own);
        await chat.AskAsync("Who was your father?");
        await chat.Said("The model could not be reached").WaitForAsync();
    }

    [Fact]
    public async Task The_API_page_lists_the_endpoints()
    {
        var page = await browser.OpenAsync(new Uri(host.Address, "/docs"));
        await page.GetByText("/api/chat").First.WaitForAsync();
        var described = (await host.Client.GetAsync("/api/openapi.json")).Json.GetProperty("paths").EnumerateObject()
            .Sum(path => path.Value.EnumerateObject().Count());
        (await page.Locator("details").CountAsync()).ShouldBe(described);
    }
}
