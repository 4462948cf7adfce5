using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>What a visitor sends the person through the widget, and what they hear from them.</summary>
public sealed class OwnerContactTests : DemoPageTest, IClassFixture<Browser>
{
    public OwnerContactTests(Browser browser)
        : base(browser)
    {
    }

    [Fact]
    public async Task A_reply_is_copied_and_rated_and_the_owner_reads_why()
    {
        var chat = await OpenAsync(host, new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await chat.AskAndWaitAsync("Who was your father?");
        await chat.Button("Copy").ClickAsync();
        await chat.Page.GetByText("Copied").WaitForAsync();
        (await chat.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldContain("Lord Byron");
        await chat.Button("Bad answer").ClickAsync();
        await chat.Page.GetByLabel("What should be better?").FillAsync("Too short.");
        await chat.Page.Locator(".actions").GetByText("Send").ClickAsync();
        await chat.Page.GetByText("Thank you.").WaitForAsync();
        await chat.Page.ReloadAsync();
        (await chat.Button("Bad answer").GetAttributeAsync("aria-pressed")).ShouldBe("true");
        var feedback = (await OwnerInboxAsync()).GetProperty("feedback")[0];
        feedback.GetProperty("rating").GetString().ShouldBe("down");
        feedback.GetProperty("note").GetString().ShouldBe("Too short.");
        feedback.GetProperty("question").GetString().ShouldBe("Who was your father?");
        feedback.GetProperty("reply").GetString()!.ShouldContain("Lord Byron");
    }

    [Fact]
    public async Task A_message_is_left_with_the_form()
    {
        var chat = await OpenAsync(host);
        await chat.Button("Leave a message").ClickAsync();
        await chat.Page.GetByLabel("Your name").FillAsync("Bob");
        await chat.Page.GetByLabel("How to reach you").FillAsync("bob@example.org");
        await chat.Page.Locator(".sheet textarea").FillAsync("Please call me.");
        await chat.Page.Locator(".sheet button[type=submit]").ClickAsync();
        (await OwnerInboxAsync()).GetProperty("leads").GetArrayLength().ShouldBe(0, "nothing is taken without consent");
        await chat.Page.GetByLabel("may keep this").CheckAsync();
        await chat.Page.Locator(".sheet button[type=submit]").ClickAsync();
        await chat.Page.GetByText("Your message is left.").WaitForAsync();
        await chat.Page.Locator(".sheet").GetByText("Close").ClickAsync();
        (await OwnerInboxAsync()).GetProperty("leads")[0].GetProperty("contact").GetString().ShouldBe("bob@example.org");
        await ForgetAsync(chat);
        (await OwnerInboxAsync()).GetProperty("leads").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_twin_asks_back_and_takes_typed_and_clicked_answers()
    {
        var chat = await OpenAsync(host);
        await chat.AskAsync("I would like to leave a message.");
        foreach (var (question, answer) in new[] { ("name", "Bob"), ("reach you", "bob@example.org"), ("message", "Please call me.") })
        {
            await chat.Replies.Last.GetByText(question).WaitForAsync();
            await chat.IdleAsync();
            await chat.AskAsync(answer);
        }

        await chat.Button("Yes").WaitForAsync();
        await chat.Page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("clarification") });
        await chat.Button("Yes").ClickAsync();
        await chat.Replies.GetByText("left your message").WaitForAsync();
        await chat.IdleAsync();
        (await chat.Visitors.AllInnerTextsAsync())
            .ShouldBe(["I would like to leave a message.", "Bob", "bob@example.org", "Please call me.", "Yes"]);
        var before = await chat.TranscriptAsync();
        await chat.Page.ReloadAsync();
        await chat.Replies.GetByText("left your message").WaitForAsync();
        (await chat.TranscriptAsync()).ShouldBe(before.Skip(1), "the history has the answers, too; the greeting is not part of it");
        await chat.AskAsync("Who was your father?");
        await chat.Said("poet Lord Byron").WaitForAsync();
    }

    [Fact]
    public async Task A_refusal_has_buttons_and_its_last_one_opens_a_form()
    {
        var chat = await OpenAsync(host);
        await chat.AskAndWaitAsync("What is your favourite pizza?");
        var buttons = chat.Page.Locator(".choices button");
        await buttons.First.WaitForAsync();
        await chat.Page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("refusal") });
        await buttons.First.ClickAsync();
        await chat.Page.GetByText("Sources: 1").WaitForAsync();
        await chat.IdleAsync();
        await chat.AskAndWaitAsync("What is your favourite pizza?");
        await chat.Page.Locator(".choices").GetByText("Leave a message").ClickAsync();
        var form = chat.Page.Locator(".choices form");
        await form.GetByLabel("Name").FillAsync("Bob");
        await form.GetByLabel("E-mail or phone").FillAsync("bob@example.org");
        await form.GetByLabel("Message").FillAsync("Please call me.");
        await chat.Page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("form") });
        await form.GetByText("Send").ClickAsync();
        await chat.Button("Yes").ClickAsync();
        await chat.Replies.GetByText("left your message").WaitForAsync();
        (await OwnerInboxAsync()).GetProperty("leads")[0].GetProperty("message").GetString().ShouldBe("Please call me.");
    }

    [Fact]
    public async Task A_question_that_is_open_survives_a_reload_and_ends_with_forgetting()
    {
        var chat = await OpenAsync(host);
        await chat.AskAsync("I would like to leave a message.");
        await chat.Replies.Last.GetByText("name").WaitForAsync();
        await chat.IdleAsync();
        await chat.AskAsync("Bob");
        await chat.Replies.Last.GetByText("reach you").WaitForAsync();
        await chat.Page.ReloadAsync();
        await chat.Replies.Last.GetByText("reach you").WaitForAsync();
        (await chat.Visitors.AllInnerTextsAsync()).ShouldBe(["I would like to leave a message.", "Bob"]);
        await chat.IdleAsync();
        await ForgetAsync(chat);
        await chat.Replies.GetByText("I am the digital twin of Ada Lovelace").WaitForAsync();
        await chat.AskAsync("Who was your father?");
        await chat.Said("poet Lord Byron").WaitForAsync();
        (await chat.Page.Locator(".problem:visible").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Leaving_a_message_can_be_given_up()
    {
        var chat = await OpenAsync(host);
        await chat.AskAsync("I would like to leave a message.");
        await chat.Page.Locator(".choices").GetByText("Cancel").ClickAsync();
        await chat.Page.Locator(".text").GetByText("I have passed nothing on").WaitForAsync();
    }

    [Fact]
    public async Task Asking_for_the_person_again_and_again_leaves_the_page_alive()
    {
        var chat = await OpenAsync(host);
        for (var i = 1; i <= 8; i++)
        {
            await chat.AskAsync("Can I talk to a real person, please?");
            await chat.Replies.Nth(i).GetByText("to join").WaitForAsync();
            await chat.IdleAsync();
        }

        await chat.Page.ReloadAsync();
        await chat.OpenAsync();
        await chat.AskAsync("Who was your father?");
        await chat.Said("poet Lord Byron").WaitForAsync();
    }

    [Fact]
    public async Task The_persons_own_reply_appears_under_their_name()
    {
        var chat = await OpenAsync(host);
        await chat.AskAsync("Can I talk to a real person, please?");
        await chat.IdleAsync();
        await chat.Replies.GetByText("to join").WaitForAsync();
        using var owner = await host.NewOwnerAsync();
        var id = (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers")[0].GetProperty("id").GetString();
        var said = TwinClient.Json(new { message = "It is me." });
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/hand-overs/{id}/reply", said)).Status.ShouldBe(200);
        for (var load = 0; load < 2; load++)
        {
            await chat.Page.Locator(".assistant", new() { HasText = "Ada Lovelace in person" }).GetByText("It is me.").WaitForAsync();
            await chat.Page.ReloadAsync();
        }
    }

    private async Task<System.Text.Json.JsonElement> OwnerInboxAsync()
    {
        using var owner = await host.NewOwnerAsync();
        return (await owner.GetAsync("/api/owner/inbox")).Json;
    }
}
