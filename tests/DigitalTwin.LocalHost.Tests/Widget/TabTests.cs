using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Several tabs, a tab that nobody sees, a widget that is moved in its page: all show the same conversation.</summary>
public sealed class TabTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    [Fact]
    public async Task Two_tabs_show_the_same_conversation_while_it_goes_on()
    {
        Model.Then(ModelServer.Reply(Words(40), _ => Task.Delay(30, Token)));
        var one = await OpenAsync();
        var other = await new ChatPage(await Browser.OpenAsync(Host.Address, context: one.Page.Context)).OpenAsync();
        await one.AskAsync("Count");
        await other.Said("w9").WaitForAsync();
        await other.Said("w39").WaitForAsync();
        await one.IdleAsync();
        await other.AskAndWaitAsync("And now?");
        await one.Said("All right.").WaitForAsync();
        await one.Page.WaitForTimeoutAsync(300);
        (await one.TranscriptAsync()).ShouldBe(await other.TranscriptAsync());
        (await one.TranscriptAsync()).Skip(1).ShouldBe(["> Count", Line(40), "> And now?", "All right."]);
        await one.Button("Forget me").ClickAsync();
        await one.Button("Erase").ClickAsync();
        await other.Said("w39").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await other.TranscriptAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_tabs_that_begin_at_the_same_time_are_one_session()
    {
        var one = await OpenAsync();
        var other = await new ChatPage(await Browser.OpenAsync(Host.Address, context: one.Page.Context)).OpenAsync();
        await Task.WhenAll(one.AskAsync("From one"), other.AskAsync("From the other"));
        foreach (var chat in new[] { one, other })
        {
            await chat.Visitors.GetByText("From one").WaitForAsync();
            await chat.Visitors.GetByText("From the other").WaitForAsync();
            await chat.Page.WaitForFunctionAsync(
                "() => document.querySelector('digital-twin').shadowRoot.querySelectorAll('.actions').length === 2");
            await chat.Page.ReloadAsync();
            await chat.Visitors.GetByText("From the other").WaitForAsync();
        }

        (await one.TranscriptAsync()).ShouldBe(await other.TranscriptAsync());
    }

    [Fact]
    public async Task What_another_tab_was_told_of_a_question_is_answered_in_either()
    {
        Model.Then(WhichOne);
        var one = await OpenAsync();
        var other = await new ChatPage(await Browser.OpenAsync(Host.Address, context: one.Page.Context)).OpenAsync();
        await one.AskAsync("Help me choose");
        await other.Button("Blue").ClickAsync();
        await one.Said("All right.").WaitForAsync();
        await other.Said("All right.").WaitForAsync();
        await one.Page.WaitForTimeoutAsync(300);
        (await one.TranscriptAsync()).Skip(1).ShouldBe(["> Help me choose", "Which one?", "> Blue", "All right."]);
        (await other.TranscriptAsync()).ShouldBe(await one.TranscriptAsync());
    }

    [Fact]
    public async Task An_element_that_is_moved_keeps_its_open_question()
    {
        Model.Then(WhichOne);
        var chat = await OpenAsync();
        await chat.AskAsync("Help me choose");
        await chat.Button("Blue").WaitForAsync();
        await chat.Page.EvaluateAsync(
            "{ const twin = document.querySelector('digital-twin'); twin.remove(); document.body.append(twin); }");
        await chat.Button("Blue").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
        (await chat.TranscriptAsync()).Where(text => !text.Contains("digital twin", StringComparison.Ordinal))
            .ShouldBe(["> Help me choose", "Which one?", "> Blue", "All right."]);
    }

    [Fact]
    public async Task A_page_that_nobody_sees_holds_no_connection_to_wait_and_shows_all_when_it_is_seen_again()
    {
        Model.Then(WhichOne);
        var chat = await OpenAsync();
        await chat.AskAsync("Help me choose");
        await chat.Button("Blue").WaitForAsync();
        var before = await chat.TranscriptAsync();
        await SetVisibleAsync(chat, false);
        await chat.Button("Blue").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await SetVisibleAsync(chat, true);
        await chat.Button("Blue").WaitForAsync();
        (await chat.TranscriptAsync()).ShouldBe(before);
        await chat.Button("Blue").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
        (await chat.TranscriptAsync()).Skip(1).ShouldBe(["> Help me choose", "Which one?", "> Blue", "All right."]);
        Model.Requests.Count.ShouldBe(2);
    }

    private static Task SetVisibleAsync(ChatPage chat, bool visible)
        => chat.Page.EvaluateAsync("""
            (state) => {
              Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """, visible ? "visible" : "hidden");
}
