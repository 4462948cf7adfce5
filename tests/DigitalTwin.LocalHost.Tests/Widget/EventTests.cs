using System.Text.Json;
using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>What the element tells the page it is on.</summary>
public sealed class EventTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    // A page hears them on the document, also before the element is there.
    private const string Listening = """
        window.heard = [];
        for (const name of ['open', 'close', 'message', 'reply', 'error']) {
          document.addEventListener(`digital-twin:${name}`, (event) => {
            const { target, bubbles, composed, cancelable, detail } = event;
            window.heard.push({ name, target: target.localName, bubbles, composed, cancelable, detail });
          });
        }
        """;

    [Fact]
    public async Task Opening_asking_and_closing_are_told_to_the_page()
    {
        Model.Then(ModelServer.Reply("See [[writings]]."));
        await using var site = await Site.StartAsync(Html($"<script src=\"{Script}\" async></script>"));
        var page = await Browser.OpenAsync(site.Address, script: Listening);
        await page.Locator(".launcher").ClickAsync();
        var chat = await new ChatPage(page).OpenAsync();
        await chat.AskAndWaitAsync("Hello");
        await chat.Button("Close").ClickAsync();

        var heard = await HeardAsync(page, 4);
        heard.Select(told => told.GetProperty("name").GetString()).ShouldBe(["open", "message", "reply", "close"]);
        foreach (var told in heard)
        {
            told.GetProperty("target").GetString().ShouldBe("digital-twin");
            told.GetProperty("bubbles").GetBoolean().ShouldBeTrue();
            told.GetProperty("composed").GetBoolean().ShouldBeTrue();
            told.GetProperty("cancelable").GetBoolean().ShouldBeFalse();
        }

        heard[0].GetProperty("detail").ValueKind.ShouldBe(JsonValueKind.Null);
        var (message, reply) = (heard[1].GetProperty("detail"), heard[2].GetProperty("detail"));
        message.GetProperty("role").GetString().ShouldBe("user");
        message.GetProperty("text").GetString().ShouldBe("Hello");
        reply.GetProperty("messageId").GetString()!.Replace("-", "", StringComparison.Ordinal)
            .ShouldBe(message.GetProperty("messageId").GetString()!.Replace("-", "", StringComparison.Ordinal));
        reply.GetProperty("turnId").GetString().ShouldNotBeNullOrEmpty();
        reply.GetProperty("status").GetString().ShouldBe("completed");
        reply.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        reply.GetProperty("text").GetString().ShouldBe("See [1].");
        reply.GetProperty("citations").EnumerateArray().Single().GetProperty("id").GetString().ShouldBe("writings");
    }

    [Fact]
    public async Task What_the_history_shows_is_not_told_again()
    {
        var chat = await OpenAsync(script: Listening);
        await chat.AskAndWaitAsync("Hello");
        await chat.Said("All right.").WaitForAsync();
        await HeardAsync(chat.Page, 3);
        await chat.Page.ReloadAsync();
        await chat.OpenAsync();
        await chat.Said("All right.").WaitForAsync();
        (await NamesAsync(chat.Page)).ShouldNotContain("message");
        (await NamesAsync(chat.Page)).ShouldNotContain("reply");
    }

    [Fact]
    public async Task An_answer_to_a_question_is_a_message_and_the_reply_comes_once_it_is_over()
    {
        Model.Then(WhichOne);
        var chat = await OpenAsync(script: Listening);
        await chat.AskAsync("Help me choose");
        await chat.Button("Blue").WaitForAsync();
        (await NamesAsync(chat.Page)).ShouldNotContain("reply");
        await chat.Button("Blue").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
        await chat.IdleAsync();

        var heard = (await HeardAsync(chat.Page, 3)).Where(told => told.GetProperty("name").GetString() != "open").ToList();
        heard.Select(told => told.GetProperty("detail").GetProperty("text").GetString()!.Split('\n')[^1])
            .ShouldBe(["Help me choose", "Blue", "All right."]);
        var turn = heard[2].GetProperty("detail").GetProperty("turnId").GetString();
        heard[1].GetProperty("detail").GetProperty("messageId").GetString().ShouldBe($"{turn}:a1");
    }

    [Fact]
    public async Task What_fails_is_told_with_its_code()
    {
        var chat = await OpenAsync(script: Listening);
        await chat.Page.RouteAsync("**/api/chat", route => route.FulfillAsync(new()
        {
            Status = 429,
            ContentType = "application/problem+json",
            Body = """{"title":"Busy.","code":"too_many_turns","status":429}""",
        }));
        await chat.AskAsync("Hello");
        await chat.Said("Please try again in a moment.").WaitForAsync();
        var error = (await HeardAsync(chat.Page, 2))[^1];
        error.GetProperty("name").GetString().ShouldBe("error");
        error.GetProperty("detail").GetProperty("code").GetString().ShouldBe("too_many_turns");
    }

    [Fact]
    public async Task A_twin_that_is_not_there_is_told()
    {
        await using var site = await Site.StartAsync(Html($"<script src=\"{Script}\" data-open></script>"));
        var page = await Browser.OpenAsync(site.Address, script: Listening + "window.fetch = () => Promise.reject(new TypeError('lost'));");
        await page.Locator(".problem").GetByText("The twin cannot be reached").WaitForAsync();
        var error = (await HeardAsync(page, 2))[^1];
        error.GetProperty("detail").GetProperty("code").GetString().ShouldBe("unreachable");
        (await NamesAsync(page)).ShouldBe(["open", "error"]);
    }

    [Fact]
    public async Task A_page_that_asks_when_a_reply_is_over_is_answered()
    {
        const string asking = "document.addEventListener('digital-twin:reply', ({ target }) => target.ask('And then?'), { once: true });";
        var chat = await OpenAsync(script: asking);
        await chat.AskAsync("Hello");
        await chat.Visitors.GetByText("And then?").WaitForAsync();
        await chat.Page.WaitForFunctionAsync(
            "() => document.querySelector('digital-twin').shadowRoot.querySelectorAll('.actions').length === 2");
        (await chat.TranscriptAsync()).Skip(1).ShouldBe(["> Hello", "All right.", "> And then?", "All right."]);
    }

    [Fact]
    public async Task The_persons_own_reply_is_a_message_of_the_owner()
    {
        await using var offline = await TwinHost.StartAsync();
        var chat = await OpenAsync(script: Listening, address: offline.Address);
        await chat.AskAsync("Can I talk to a real person, please?");
        await chat.Replies.GetByText("to join").WaitForAsync();
        await chat.IdleAsync();
        using var owner = await offline.NewOwnerAsync();
        var id = (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers")[0].GetProperty("id").GetString();
        var said = TwinClient.Json(new { message = "It is me." });
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/hand-overs/{id}/reply", said)).Status.ShouldBe(200);
        await chat.Said("It is me.").WaitForAsync();
        var detail = (await HeardAsync(chat.Page, 4))[^1].GetProperty("detail");
        detail.GetProperty("role").GetString().ShouldBe("owner");
        detail.GetProperty("text").GetString().ShouldBe("It is me.");
        await Browser.CloseAsync();
    }

    private static async Task<IReadOnlyList<JsonElement>> HeardAsync(IPage page, int count)
    {
        await page.WaitForFunctionAsync("(count) => window.heard.length >= count", count);
        return [.. JsonDocument.Parse(await page.EvaluateAsync<string>("JSON.stringify(window.heard)")).RootElement.EnumerateArray()];
    }

    private static Task<string[]> NamesAsync(IPage page) => page.EvaluateAsync<string[]>("window.heard.map(({ name }) => name)");
}
