using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Lost connections, sleep and reloads: the transcript is the same in the end.</summary>
public sealed class ResilienceTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    // Cuts a stream after some pieces, or leaves it silent as a sleeping machine's is, as often as it is told to.
    private const string Cutting = """
        window.cuts = 0; window.sleeps = 0;
        const real = window.fetch;
        window.fetch = async (...args) => {
          const response = await real(...args);
          if (!response.headers.get('content-type')?.includes('event-stream')) return response;
          const reader = response.body.getReader();
          const [cut, sleep] = [window.cuts > 0, window.sleeps > 0];
          if (cut) window.cuts -= 1; else if (sleep) window.sleeps -= 1;
          let pieces = 0;
          return new Response(new ReadableStream({
            async pull(controller) {
              if ((cut || sleep) && pieces++ === 3) {
                reader.cancel();
                if (cut) { controller.error(new TypeError('network lost')); return; }
                await new Promise(() => {});
              }
              const { done, value } = await reader.read();
              if (done) controller.close(); else controller.enqueue(value);
            },
          }), { headers: response.headers });
        };
        """;

    private const string Session = "Object.entries(localStorage).find(([key]) => key.endsWith(' session'))[1]";

    [Fact]
    public async Task A_lost_connection_is_taken_up_without_a_lost_or_doubled_character()
    {
        Model.Then(ModelServer.Reply(Words(60), _ => Task.Delay(25, Token)));
        var chat = await OpenAsync(script: Cutting);
        await chat.Page.EvaluateAsync("window.cuts = 4");
        await chat.AskAsync("Count");
        await chat.Said("w59").WaitForAsync();
        await chat.IdleAsync();
        (await chat.Replies.Last.Locator(".text").InnerTextAsync()).ShouldBe(Line(60));
        (await chat.Page.EvaluateAsync<int>("window.cuts")).ShouldBe(0);
        Model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_fell_silent_while_the_machine_slept_is_taken_up()
    {
        Model.Then(ModelServer.Reply(Words(30), _ => Task.Delay(25, Token)));

        // The forty seconds that a silent stream gets pass in two.
        var chat = await OpenAsync(script: Cutting + """
            const wait = window.setTimeout;
            window.setTimeout = (work, time, ...rest) => wait(work, time === 40000 ? 2000 : time, ...rest);
            """);
        await chat.Page.EvaluateAsync("window.sleeps = 1");
        await chat.AskAsync("Count");
        await chat.Said("w29").WaitForAsync();
        await chat.IdleAsync();
        (await chat.Replies.Last.Locator(".text").InnerTextAsync()).ShouldBe(Line(30));
        Model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_that_ran_out_while_the_machine_slept_is_renewed()
    {
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Hello");
        await chat.Said("All right.").WaitForAsync();
        var session = await chat.Page.EvaluateAsync<string>(Session);
        await chat.Page.RouteAsync("**/api/chat", async route =>
        {
            await chat.Page.UnrouteAsync("**/api/chat");
            await route.FulfillAsync(Problem(401, """{"title":"Expired.","code":"ticket_expired","status":401}"""));
        });
        await chat.AskAndWaitAsync("Hello again");
        (await chat.TranscriptAsync()).Count.ShouldBe(5);
        (await chat.Page.EvaluateAsync<string>(Session))[..40].ShouldBe(session[..40], "the session is the same");
        Model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_a_reply_ends_with_the_same_transcript()
    {
        Model.Then(ModelServer.Reply(Words(60), _ => Task.Delay(30, Token)));
        var chat = await OpenAsync();
        await chat.AskAsync("Count");
        await chat.Said("w9").WaitForAsync();
        await chat.Page.ReloadAsync();
        await chat.Said("w59").WaitForAsync();
        (await chat.TranscriptAsync()).Where(text => !text.Contains("digital twin", StringComparison.Ordinal))
            .ShouldBe(["> Count", Line(60)]);
        await chat.Page.ReloadAsync();
        await chat.Said("w59").WaitForAsync();
        (await chat.TranscriptAsync()).ShouldBe(["> Count", Line(60)]);
        Model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_in_mid_stream_ends_the_reply_with_what_came_and_says_so()
    {
        Model.Otherwise = ModelServer.Reply(["Half a ", "reply", "never"], null, cutAfter: 2);
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Hello");
        (await chat.Replies.Last.InnerTextAsync()).ShouldContain("Half a reply");
        (await chat.Replies.Last.Locator(".note").CountAsync()).ShouldBeGreaterThan(0);
        (await chat.TranscriptAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_forgotten_while_it_is_being_sent_is_never_sent()
    {
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Hello");
        await chat.Page.RouteAsync("**/api/chat", route => route.AbortAsync());
        await chat.AskAsync("My secret");
        await chat.Page.WaitForTimeoutAsync(300);
        await chat.Button("Forget me").ClickAsync();
        await chat.Button("Erase").ClickAsync();
        await chat.Page.Locator(".sheet").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await chat.Page.UnrouteAsync("**/api/chat");
        await chat.Page.WaitForTimeoutAsync(2_500);
        (await chat.TranscriptAsync()).Count.ShouldBe(1);
        (await chat.Page.EvaluateAsync<string>("JSON.stringify(localStorage)")).ShouldBe("{}");
        Model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Forgetting_that_fails_loses_nothing()
    {
        Model.Then(WhichOne);
        var chat = await OpenAsync();
        await chat.AskAsync("Help me choose");
        await chat.Button("Blue").WaitForAsync();
        await chat.Page.RouteAsync("**/api/sessions/*", route
            => route.FulfillAsync(Problem(503, """{"title":"x","code":"storage_unavailable","status":503}""")));
        await chat.Button("Forget me").ClickAsync();
        await chat.Button("Erase").ClickAsync();
        await chat.Page.Locator(".sheet .problem").GetByText("Something went wrong").WaitForAsync();
        await chat.Page.UnrouteAsync("**/api/sessions/*");
        await chat.Page.Keyboard.PressAsync("Escape");
        await chat.Button("Blue").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
    }

    [Fact]
    public async Task An_answer_whose_way_was_cut_is_given_once()
    {
        Model.Then(WhichOne);
        var chat = await OpenAsync();
        await chat.AskAsync("Help me choose");
        var cuts = 1;
        await chat.Page.RouteAsync("**/clarify", async route =>
        {
            // It arrives; that it did is lost on the way back.
            await route.FetchAsync();
            await (cuts-- > 0 ? route.AbortAsync() : route.ContinueAsync());
        });
        await chat.Button("Blue").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
        await chat.IdleAsync();
        (await chat.TranscriptAsync()).Skip(1).ShouldBe(["> Help me choose", "Which one?", "> Blue", "All right."]);
        (await chat.Page.Locator(".problem:visible").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Trying_again_after_a_failure_that_the_server_keeps_is_a_new_turn()
    {
        Model.Otherwise = async (http, _) => await Task.Delay(Timeout.Infinite, http.RequestAborted);
        await using var impatient = await TwinHost.StartAsync(Model, "Limits:ActiveSeconds=10", "Model:TimeoutSeconds=60");
        var chat = await OpenAsync(address: impatient.Address);
        await chat.AskAsync("Hello");
        await chat.Page.Locator(".problem").GetByText("This took too long").WaitForAsync(new() { Timeout = 30_000 });
        Model.Otherwise = ModelServer.Reply("Now it works.");
        await chat.Button("Try again").ClickAsync();
        await chat.Said("Now it works.").WaitForAsync();
        (await chat.TranscriptAsync()).Skip(1).ShouldBe(["> Hello", "Now it works."]);
        await Browser.CloseAsync();
    }

    [Fact]
    public async Task A_visitor_who_is_faster_than_the_history_loses_neither()
    {
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Before");
        await chat.Said("All right.").WaitForAsync();
        var late = new TaskCompletionSource();
        await chat.Page.RouteAsync("**/messages?*", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await chat.Page.ReloadAsync();
        await chat.Input.WaitForAsync();
        await chat.AskAndWaitAsync("Quick");
        await chat.Said("All right.").WaitForAsync();
        late.SetResult();
        await chat.Visitors.GetByText("Before").WaitForAsync();
        await chat.IdleAsync();
        (await chat.TranscriptAsync()).ShouldBe(["> Before", "All right.", "> Quick", "All right."]);
    }

    [Fact]
    public async Task What_is_not_even_sent_yet_can_be_stopped()
    {
        var chat = await OpenAsync();
        await chat.Page.RouteAsync("**/api/chat", _ => Task.CompletedTask);
        await chat.AskAsync("Hello");
        await chat.Button("Stop").ClickAsync();
        await chat.Page.Locator(".problem").GetByText("Stopped.").WaitForAsync();
        await chat.Page.UnrouteAsync("**/api/chat");
        await chat.Button("Try again").ClickAsync();
        await chat.Said("All right.").WaitForAsync();
        (await chat.TranscriptAsync()).Skip(1).ShouldBe(["> Hello", "All right."]);
    }

    private static RouteFulfillOptions Problem(int status, string body)
        => new() { Status = status, ContentType = "application/problem+json", Body = body };
}
