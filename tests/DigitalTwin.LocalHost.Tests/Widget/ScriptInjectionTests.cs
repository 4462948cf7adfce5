using System.Text.Json;
using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Whatever is said, written or called a name stays text.</summary>
public sealed class ScriptInjectionTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    private const string Alarm = "window.owned=1";

    // What nothing that is said may become.
    private const string Forbidden = ".panel :is(script, iframe, style, base, object, embed), "
        + ".log :is(img, form:not(.actions form)), .log svg:not(.tool svg)";

    public static TheoryData<string, string> Attempts => new()
    {
        { "script element", $"<script>{Alarm}</script>" },
        { "image error", $"<img src=x onerror=\"{Alarm}\">" },
        { "svg load", $"<svg onload=\"{Alarm}\"><animate onbegin=\"{Alarm}\" attributeName=x dur=1s></svg>" },
        { "iframe", $"<iframe srcdoc=\"<script>parent.{Alarm}</script>\"></iframe>" },
        { "javascript link", $"[x](javascript:{Alarm})" },
        { "javascript link in upper case with spaces", $"[x]( JaVaScRiPt:{Alarm} )" },
        { "javascript link with an entity", $"[x](java&#115;cript:{Alarm})" },
        { "data link", $"[x](data:text/html,<script>{Alarm}</script>)" },
        { "vbscript link", "[x](vbscript:msgbox)" },
        { "quote in a link", $"[x](https://example.org/\"onmouseover=\"{Alarm})" },
        { "link text with markup", $"[<img src=x onerror={Alarm}>](https://example.org/)" },
        { "picture", $"![x](x\"onerror=\"{Alarm})" },
        { "autolink", $"<javascript:{Alarm}>" },
        { "code that ends early", $"`</code><script>{Alarm}</script>`" },
        { "fence that ends early", $"```html\n</code></pre><script>{Alarm}</script>\n```" },
        { "table cell", $"| a | <img src=x onerror={Alarm}> |\n|---|---|\n| <script>{Alarm}</script> | b |" },
        { "list item", $"- <img src=x onerror={Alarm}>\n- [x](javascript:{Alarm})" },
        { "heading", $"# <script>{Alarm}</script>" },
        { "citation that is none", $"[1]<script>{Alarm}</script> [[\"><script>{Alarm}</script>]]" },
        { "template", "${" + Alarm + "} {{" + Alarm + "}}" },
        { "style", $"<style>@import 'javascript:{Alarm}'; * {{ display: none }}</style>" },
        { "form", $"<form action=\"javascript:{Alarm}\"><button>x</button></form><base href=\"//evil.example/\">" },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Nothing_that_is_said_becomes_markup(string name, string attempt)
    {
        name.ShouldNotBeEmpty();
        var asked = JsonSerializer.Serialize(new { question = attempt, options = new[] { attempt, "Other" } });
        Model.Then(ModelServer.Reply(attempt)).Then(ModelServer.CallTools(("ask_visitor", [asked])));
        var chat = await OpenAsync();
        await chat.AskAndWaitAsync(attempt);
        await CheckAsync(chat);
        await chat.AskAsync("Ask me");
        await chat.Page.Locator(".choices").GetByText("Other").WaitForAsync();
        await CheckAsync(chat);
        await chat.Page.Locator(".choices button").First.ClickAsync();
        await chat.IdleAsync();
        await chat.Page.ReloadAsync();
        await chat.Replies.Last.WaitForAsync();
        await CheckAsync(chat);
    }

    [Fact]
    public async Task Nothing_the_persona_says_becomes_markup()
    {
        using var folder = new TempFolder();
        var persona = Path.Combine(folder.Path, "me.md");
        var attempt = $"<img src=x onerror='{Alarm}'><script>{Alarm}</script>";
        await File.WriteAllTextAsync(persona, $"""
            ---
            name: "{attempt}"
            headline: "{attempt}"
            greeting: "{attempt} [x](javascript:{Alarm})"
            avatar: "javascript:{Alarm}"
            suggestedQuestions: ["{attempt}"]
            ---

            ## Pets {attempt}

            I have a cat. {attempt}
            """, Token);
        await using var own = await TwinHost.StartAsync([$"Persona:Path={persona}"]);
        var chat = await OpenAsync(address: own.Address);
        await CheckAsync(chat);
        await chat.AskAndWaitAsync("Tell me about your pets");
        await chat.Button("Source 1").First.ClickAsync();
        await CheckAsync(chat);
        await Browser.CloseAsync();
    }

    [Fact]
    public async Task Nothing_the_owner_replies_or_an_error_says_becomes_markup()
    {
        var attempt = $"<img src=x onerror='{Alarm}'>";
        var chat = await OpenAsync();
        var problem = JsonSerializer.Serialize(new { title = attempt, detail = attempt, code = attempt, status = 400 });
        await chat.Page.RouteAsync("**/api/chat", route
            => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = problem }));
        await chat.AskAndWaitAsync("Hello");
        await chat.Page.Locator(".problem").GetByText(attempt).WaitForAsync();
        await CheckAsync(chat);
    }

    private static async Task CheckAsync(ChatPage chat)
    {
        await chat.Page.WaitForTimeoutAsync(50);
        (await chat.Page.EvaluateAsync<bool>("'owned' in window")).ShouldBeFalse();
        (await chat.Page.Locator(Forbidden).CountAsync()).ShouldBe(0);
        (await chat.Page.Locator(".panel a").EvaluateAllAsync<string[]>("""
            links => links.map(link => link.protocol).filter(protocol => !['http:', 'https:', 'mailto:'].includes(protocol))
            """)).ShouldBeEmpty();
        (await chat.Page.Locator(".panel *").EvaluateAllAsync<string[]>("""
            nodes => nodes.flatMap(node => [...node.attributes]).map(({ name }) => name).filter(name => name.startsWith('on'))
            """)).ShouldBeEmpty();
    }
}
