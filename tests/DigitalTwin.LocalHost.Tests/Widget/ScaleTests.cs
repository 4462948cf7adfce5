using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Long replies and long conversations.</summary>
public sealed class ScaleTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    private static readonly string[] Tokens =
    [
        .. Enumerable.Range(0, 5_000)
            .Select(i => i % 60 == 59 ? "\n\n" : i % 97 == 0 ? "**bold** " : i % 53 == 0 ? "`code` " : $"token{i} "),
    ];

    [Fact]
    public async Task Of_five_thousand_tokens_only_the_last_block_is_drawn_again()
    {
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync("Warm up");
        Model.Then(ModelServer.Reply(Tokens, i => i % 25 == 0 ? Task.Delay(10, Token) : Task.CompletedTask));

        // How often something is drawn depends on the machine, how much is drawn each time does not.
        await chat.Page.EvaluateAsync("""
            [window.draws, window.blocks] = [0, 0];
            new MutationObserver((records) => {
              window.draws += 1;
              for (const { addedNodes } of records) window.blocks += [...addedNodes].filter(({ tagName }) => tagName === 'P').length;
            }).observe(document.querySelector('digital-twin').shadowRoot, { childList: true, subtree: true });
            """);
        await chat.AskAsync("Go on");
        await chat.Replies.Last.GetByText("token4998").WaitForAsync(new() { Timeout = 60_000 });
        await chat.IdleAsync();
        var paragraphs = await chat.Replies.Last.Locator(".text").EvaluateAsync<int>("node => node.querySelectorAll('p').length");
        var (draws, blocks) = (await chat.Page.EvaluateAsync<int>("window.draws"), await chat.Page.EvaluateAsync<int>("window.blocks"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{paragraphs} paragraphs, drawn in {draws} goes: {blocks} times one of them.");
        paragraphs.ShouldBe(84);
        draws.ShouldBeGreaterThan(10);
        blocks.ShouldBeLessThan(paragraphs + (2 * draws) + 10, "each block once when it is whole, the open one each time");
    }

    [Fact]
    public async Task Two_hundred_turns_leave_the_page_as_big_as_a_few()
    {
        Model.Otherwise = ModelServer.Reply("A reply of some words, **bold** and with a [[writings]] citation.\n\n- one\n- two");
        var chat = await OpenAsync();
        var session = await chat.Page.Context.NewCDPSessionAsync(chat.Page);
        await AskAsync(chat, 80);
        var before = await MeasureAsync(session);
        await AskAsync(chat, 120);
        var after = await MeasureAsync(session);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"After 80 turns {before.Nodes} nodes and {before.Heap / 1024} KiB, after 200 {after.Nodes} and {after.Heap / 1024} KiB.");
        after.Nodes.ShouldBeLessThan(before.Nodes * 1.1);
        after.Heap.ShouldBeLessThan((before.Heap * 1.1) + (512 * 1024));
        (await chat.Page.Locator(".message").CountAsync()).ShouldBe(120);

        // What left the page is still there to be asked for.
        await chat.Page.Locator(".log").EvaluateAsync("log => { log.scrollTop = 0; }");
        await chat.Button("Earlier messages").ClickAsync();
        await chat.Visitors.Nth(60).WaitForAsync();
        var questions = await chat.Visitors.AllInnerTextsAsync();
        questions.Count.ShouldBe(90);
        questions.ShouldBe(Enumerable.Range(30, 90).Select(turn => $"Question {turn}"));
        await chat.AskAndWaitAsync("The last one");
        (await chat.Visitors.CountAsync()).ShouldBe(91);
    }

    private static async Task AskAsync(ChatPage chat, int turns)
    {
        await chat.Page.EvaluateAsync("""
            async (turns) => {
              const root = document.querySelector('digital-twin').shadowRoot;
              const input = root.querySelector('textarea');
              for (let turn = 0; turn < turns; turn += 1) {
                input.value = `Question ${turn}`;
                input.form.requestSubmit();
                while (root.querySelector('button[type=submit].main').hidden) await new Promise((resolve) => setTimeout(resolve, 5));
              }
            }
            """, turns);
    }

    private static async Task<(double Nodes, double Heap)> MeasureAsync(ICDPSession session)
    {
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.SendAsync("Performance.enable");
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        return (metrics["Nodes"], metrics["JSHeapUsedSize"]);
    }
}
