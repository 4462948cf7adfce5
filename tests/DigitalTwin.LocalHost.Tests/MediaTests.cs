using System.Net.Http.Headers;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>Spoken messages and pictures over HTTP.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private ModelServer model = null!;
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        host = await TwinHost.StartAsync(model, "Model:Speech=test-hearing", "Model:Pictures=true");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await model.DisposeAsync();
    }

    [Theory]
    [InlineData("audio/wav", ".wav")]
    [InlineData("audio/webm", ".webm")]
    [InlineData("audio/webm; codecs=opus", ".webm")]
    [InlineData("audio/ogg", ".ogg")]
    [InlineData("audio/mp4", ".mp4")]
    public async Task A_spoken_message_is_a_turn_like_any_other(string type, string ending)
    {
        var answer = await SpeakAsync(SoundOf(type, 5), type, "?messageId=m1&locale=en-GB");
        answer.Status.ShouldBe(200);
        answer.Text("transcript").ShouldBe("Who was your father?");
        answer.Text("reply").ShouldBe("All right.");
        answer.Text("messageId").ShouldBe("m1");
        var form = model.Recordings.Single();
        form["model"].ToString().ShouldBe("test-hearing");
        form["language"].ToString().ShouldBe("en");
        form["prompt"].ToString().ShouldBe("Ada Lovelace");
        form.Files.Single().FileName.ShouldEndWith(ending);
        model.Requests.Single().Texts("user")[^1].ShouldContain("Who was your father?");
        var history = (await host.Client.GetAsync($"/api/sessions/{host.Client.SessionId}/messages")).Json.GetProperty("messages");
        history[0].GetProperty("text").GetString().ShouldBe("Who was your father?");
    }

    [Fact]
    public async Task A_recording_sent_again_is_neither_transcribed_nor_answered_twice()
    {
        await host.Client.ChatAsync("Hello");
        var first = await SpeakAsync(Sounds.Wav(1), "audio/wav", "?messageId=m1");
        var second = await SpeakAsync(Sounds.Wav(1), "audio/wav", "?messageId=m1");
        second.Text("turnId").ShouldBe(first.Text("turnId"));
        model.Recordings.Count.ShouldBe(1);
        model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_spoken_message_emits_its_status_and_transcript_first()
    {
        var lines = await StreamAsync(Sounds.Wav(1));
        lines.Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Take(3)
            .ShouldBe(["event: status", "event: transcript", "event: turn.started"]);
        lines.ShouldContain("data: {\"status\":\"media_processing\"}");
        lines.ShouldContain("data: {\"text\":\"Who was your father?\"}");
        lines.ShouldContain("event: turn.completed");
    }

    [Fact]
    public async Task A_recording_without_speech_is_refused_and_begins_no_turn()
    {
        model.Heard = ModelServer.Hear("  ");
        (await SpeakAsync(Sounds.Wav(1), "audio/wav")).Code.ShouldBe("speech_not_understood");
        (await StreamAsync(Sounds.Wav(1))).ShouldContain("event: problem");
        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_transcription_is_retried_and_then_reported()
    {
        var calls = 0;
        model.Heard = (http, form) =>
        {
            http.Response.StatusCode = 503;
            return ++calls < 3 ? Task.CompletedTask : ModelServer.Hear("Third time")(Reset(http), form);
        };
        (await SpeakAsync(Sounds.Wav(1), "audio/wav")).Text("transcript").ShouldBe("Third time");
        model.Heard = (http, _) =>
        {
            http.Response.StatusCode = 500;
            return http.Response.Body.WriteAsync("secret-of-the-endpoint"u8.ToArray()).AsTask();
        };
        var failed = await SpeakAsync(Sounds.Wav(1), "audio/wav");
        failed.Code.ShouldBe("speech_unavailable");
        failed.Json.ToString().ShouldNotContain("secret-of-the-endpoint");

        static Microsoft.AspNetCore.Http.HttpContext Reset(Microsoft.AspNetCore.Http.HttpContext http)
        {
            http.Response.StatusCode = 200;
            return http;
        }
    }

    [Fact]
    public async Task Recordings_too_long_too_large_or_of_another_format_are_refused_before_the_model_is_called()
    {
        (await SpeakAsync(Sounds.Wav(62), "audio/wav")).Code.ShouldBe("sound_too_long");
        (await SpeakAsync(Sounds.Webm(300), "audio/webm")).Code.ShouldBe("sound_too_long");
        (await SpeakAsync(Sounds.Wav(140), "audio/wav")).Code.ShouldBe("body_too_large");
        (await SpeakAsync("<html>"u8.ToArray(), "audio/wav")).Code.ShouldBe("sound_refused");
        (await SpeakAsync([], "audio/wav")).Code.ShouldBe("sound_refused");
        (await SpeakAsync(Sounds.Wav(1), "audio/mpeg")).Code.ShouldBe("sound_refused");
        (await SpeakAsync(Sounds.Wav(1), "text/plain")).Code.ShouldBe("sound_refused");
        (await SpeakAsync(Sounds.Wav(1), "audio/wav", "?messageId=no%20good")).Code.ShouldBe("invalid_field");
        model.Recordings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_goes_to_the_model_with_its_message_and_is_counted_in_the_history()
    {
        var answer = await ShowAsync("What is this?", new { mediaType = "image/png", data = Pictures.Png });
        answer.Status.ShouldBe(200);
        var content = model.Requests.Single().Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
        content[0].GetProperty("text").GetString()!.ShouldContain("What is this?");
        content[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe($"data:image/png;base64,{Pictures.Png}");
        var history = (await host.Client.GetAsync($"/api/sessions/{host.Client.SessionId}/messages")).Json.GetProperty("messages");
        history[0].GetProperty("pictures").GetInt32().ShouldBe(1);
        history[1].TryGetProperty("pictures", out _).ShouldBeFalse();
        await host.Client.ChatAsync("And now?");
        model.Requests.Last().Body.GetProperty("messages").ToString()
            .ShouldNotContain("image_url", Case.Sensitive, "a picture is paid for once");
        DataOnDisk.Rows(host.DataPath, "pictures").ShouldHaveSingleItem();
        var export = (await host.Client.GetAsync($"/api/sessions/{host.Client.SessionId}/export")).Json;
        export.GetProperty("pictures")[0].GetProperty("data").GetString().ShouldBe(Pictures.Png);
        await host.Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{host.Client.SessionId}");
        DataOnDisk.Rows(host.DataPath).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_a_picture_is_looked_at_the_status_says_so()
    {
        var picture = new { mediaType = "image/png", data = Pictures.Png };
        var body = TwinClient.Json(new { message = "What is this?", attachments = new[] { picture } });
        var request = host.Client.Request(HttpMethod.Post, "/api/chat", body);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await host.Client.Http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        text.IndexOf("media_processing", StringComparison.Ordinal)
            .ShouldBeInRange(1, text.IndexOf("event: delta", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("image/png", "not base64!", "picture_refused")]
    [InlineData("image/jpeg", Pictures.Png, "picture_refused")]
    [InlineData("image/svg+xml", "PHN2Zz4=", "picture_refused")]
    [InlineData("image/png", null, "picture_refused")]
    [InlineData(null, Pictures.Png, "picture_refused")]
    public async Task An_attachment_that_is_not_a_picture_is_refused(string? mediaType, string? data, string code)
    {
        (await ShowAsync("What is this?", new { mediaType, data })).Code.ShouldBe(code);
        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pictures_too_large_or_too_many_are_refused()
    {
        var large = Convert.ToBase64String([.. Convert.FromBase64String(Pictures.Png), .. new byte[520 * 1024]]);
        (await ShowAsync("?", new { mediaType = "image/png", data = large })).Code.ShouldBe("picture_refused");
        var picture = new { mediaType = "image/png", data = Pictures.Png };
        (await ShowAsync("?", picture, picture)).Code.ShouldBe("invalid_field");
        (await ShowAsync("?", new { mediaType = "image/png", data = new string('A', 900_000) })).Code.ShouldBe("body_too_large");
    }

    [Fact]
    public async Task The_offline_twin_says_that_it_neither_hears_nor_sees()
    {
        await using var offline = await TwinHost.StartAsync();
        var card = (await offline.Client.GetAsync("/api/persona/card")).Json;
        card.GetProperty("voice").GetBoolean().ShouldBeFalse();
        card.GetProperty("pictures").GetBoolean().ShouldBeFalse();
        var spoken = await SpeakAsync(Sounds.Wav(1), "audio/wav", "", offline.Client);
        spoken.Status.ShouldBe(501);
        spoken.Code.ShouldBe("voice_unavailable");
        spoken.Text("detail").ShouldBe("The offline model cannot hear.");
        var picture = new { mediaType = "image/png", data = Pictures.Png };
        var message = TwinClient.Json(new { message = "?", attachments = new[] { picture } });
        var shown = await offline.Client.SendAsync(HttpMethod.Post, "/api/chat", message);
        shown.Code.ShouldBe("pictures_unavailable");
        shown.Text("detail").ShouldBe("The offline model cannot see.");
        var error = await Should.ThrowAsync<Exception>(() => TwinHost.StartAsync(["Model:Speech=x", "Model:Pictures=true"]));
        error.Message.ShouldContain("the offline one neither hears nor sees");
    }

    private static byte[] SoundOf(string type, double seconds) => type.Split(';')[0] switch
    {
        "audio/webm" => Sounds.Webm(seconds),
        "audio/ogg" => Sounds.Ogg(seconds),
        "audio/mp4" => Sounds.Mp4(seconds, inFragments: true),
        _ => Sounds.Wav(seconds),
    };

    private Task<Answer> SpeakAsync(byte[] sound, string type, string query = "", TwinClient? client = null)
        => (client ?? host.Client).SendAsync(
            HttpMethod.Post,
            "/api/chat/voice" + query,
            new ByteArrayContent(sound) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } });

    private Task<Answer> ShowAsync(string message, params object[] attachments)
        => host.Client.SendAsync(HttpMethod.Post, "/api/chat", TwinClient.Json(new { message, attachments }));

    private async Task<IReadOnlyList<string>> StreamAsync(byte[] sound)
    {
        var request = host.Client.Request(
            HttpMethod.Post,
            "/api/chat/voice",
            new ByteArrayContent(sound) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } });
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await host.Client.Http.SendAsync(request, Token);
        return (await response.Content.ReadAsStringAsync(Token)).Split('\n');
    }
}
