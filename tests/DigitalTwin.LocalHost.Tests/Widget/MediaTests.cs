using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Speaking to the twin and showing it something, with the browser's own recorder.</summary>
public sealed class MediaTests(Browser browser) : WidgetTest(browser), IClassFixture<Browser>
{
    private protected override IEnumerable<string> Settings => ["Model:Speech=test-hearing", "Model:Pictures=true"];

    [Fact]
    public async Task A_visitor_speaks_and_sees_what_was_understood()
    {
        var heard = new TaskCompletionSource();
        Model.Heard = async (http, form) =>
        {
            await heard.Task;
            await ModelServer.Hear("Who was your father?")(http, form);
        };
        var chat = await OpenAsync(new() { Permissions = ["microphone"] });
        await chat.Button("Speak").ClickAsync();
        await chat.Page.GetByText("Recording: 1 s").WaitForAsync();
        await chat.Page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("recording") });
        await chat.Button("Send").ClickAsync();
        await chat.Page.GetByText("Listening to the recording").WaitForAsync();
        heard.SetResult();
        await chat.Said("All right.").WaitForAsync();
        (await chat.TranscriptAsync()).Skip(1).ShouldBe(["> Who was your father?", "All right."]);
        var sound = Model.Recordings.Single().Files.Single();
        sound.FileName.ShouldBe("speech.webm");
        sound.Length.ShouldBeGreaterThan(1_000);
        await chat.Page.ReloadAsync();
        await chat.Said("All right.").WaitForAsync();
        (await chat.TranscriptAsync()).ShouldBe(["> Who was your father?", "All right."]);
    }

    [Fact]
    public async Task A_recording_can_be_discarded_and_what_is_not_understood_is_said()
    {
        Model.Heard = ModelServer.Hear("");
        var chat = await OpenAsync(new() { Permissions = ["microphone"] });
        await chat.Button("Speak").ClickAsync();
        await chat.Button("Discard").ClickAsync();
        await chat.Input.WaitForAsync();
        Model.Recordings.ShouldBeEmpty();
        await chat.Button("Speak").ClickAsync();
        await chat.Page.GetByText("Recording: 1 s").WaitForAsync();
        await chat.Button("Send").ClickAsync();
        await chat.Page.Locator(".problem").GetByText("Nothing was understood").WaitForAsync();
        (await chat.TranscriptAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_visitor_shows_a_picture()
    {
        var chat = await OpenAsync();
        await chat.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "<img src=x onerror=alert(1)>.png",
            MimeType = "image/png",
            Buffer = Convert.FromBase64String(Pictures.Png),
        });
        await chat.Page.Locator(".preview canvas").WaitForAsync();
        await chat.AskAndWaitAsync("What is this?");
        await chat.Said("All right.").WaitForAsync();
        (await chat.Visitors.Last.Locator("canvas").CountAsync()).ShouldBe(1);
        Model.Requests.Single().Body.GetProperty("messages").ToString().ShouldContain("data:image/jpeg;base64,");
        await chat.Page.ReloadAsync();
        (await chat.Visitors.Last.InnerTextAsync()).ShouldBe("Pictures: 1\nWhat is this?");
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_said()
    {
        var chat = await OpenAsync();
        var file = new FilePayload { Name = "x.png", MimeType = "image/png", Buffer = "<script>"u8.ToArray() };
        await chat.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await chat.Page.GetByText("This file is no picture").WaitForAsync();
        (await chat.Page.Locator(".preview canvas").CountAsync()).ShouldBe(0);
    }
}
