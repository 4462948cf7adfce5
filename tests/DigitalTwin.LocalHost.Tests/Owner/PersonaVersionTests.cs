using System.Text;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>The persona as a versioned artefact.</summary>
public sealed class PersonaVersionTests : OwnerTest
{
    private const string Persona = "/api/owner/persona";
    private const string Sam = "---\nname: Sam\n---\n# Sam\n\nI make chairs in Leeds.\n";
    private const string Tea = Sam + "\n## Tea\n\nI drink green tea.\n";

    [Fact]
    public async Task A_draft_is_written_tried_published_and_rolled_back()
    {
        (await SendTextAsync(HttpMethod.Put, Persona, Sam)).Status.ShouldBe(200);
        var draft = await SendTextAsync(HttpMethod.Put, $"{Persona}/draft", Tea);
        draft.Json.GetProperty("diff").GetProperty("added").GetInt32().ShouldBe(4);
        (draft.Json.GetProperty("isOutdated").GetBoolean(), draft.Json.TryGetProperty("problem", out _)).ShouldBe((false, false));
        var asked = await PostAsync($"{Persona}/preview", new { message = "Which tea do you drink?" });
        (asked.Text("reply"), asked.Json.GetProperty("refuses").GetBoolean()).ShouldBe(("I drink green tea. [1]", false));
        asked.Json.GetProperty("citations")[0].GetProperty("id").GetString().ShouldBe("tea");
        (await PostAsync($"{Persona}/preview", new { message = "Which tea do you drink?", persona = "published" }))
            .Json.GetProperty("refuses").GetBoolean().ShouldBeTrue();
        (await Visitor.ChatAsync("Which tea do you drink?")).Text("reply").ShouldNotContain("green");
        (await Owner.GetAsync($"{Persona}/diff")).Text("text").ShouldContain("+I drink green tea.");
        (await PostAsync($"{Persona}/publish")).Status.ShouldBe(200);
        (await Visitor.ChatAsync("Which tea do you drink?")).Text("reply").ShouldContain("green");
        (await Owner.GetAsync($"{Persona}/draft")).Code.ShouldBe("persona_version_not_found");
        var versions = (await Owner.GetAsync($"{Persona}/versions")).Json.GetProperty("versions").EnumerateArray().ToList();
        versions.Count.ShouldBe(3);
        versions.Select(each => each.GetProperty("isCurrent").GetBoolean()).ShouldBe([true, false, false]);
        var second = versions[1].GetProperty("id").GetString()!;
        var old = await Owner.Http.SendAsync(Owner.Request(HttpMethod.Get, $"{Persona}/versions/{second}"), Token);
        (await old.Content.ReadAsStringAsync(Token)).ShouldBe(Sam);
        (await PostAsync($"{Persona}/rollback?version={second}")).Status.ShouldBe(200);
        (await Visitor.ChatAsync("Which tea do you drink?")).Text("reply").ShouldNotContain("green");
        (await Owner.GetAsync($"{Persona}/versions")).Json.GetProperty("versions").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task Nobody_overwrites_what_they_have_not_seen()
    {
        await SendTextAsync(HttpMethod.Put, Persona, Sam);
        var seen = await Owner.GetAsync(Persona);
        var etag = seen.Response.Headers.ETag!.Tag;
        etag.Trim('"').ShouldBe(seen.Text("eTag"));
        await SendTextAsync(HttpMethod.Put, $"{Persona}/draft", Tea);

        // As an editor does it, beside the twin.
        var file = Path.Combine(Host.DataPath, "blobs", "persona", "me.md");
        await File.WriteAllTextAsync(file, Sam + "\n## Cake\n\nI bake.\n", Token);
        var put = Owner.Request(HttpMethod.Put, Persona, new StringContent(Tea, Encoding.UTF8, "text/plain"));
        put.Headers.TryAddWithoutValidation("If-Match", etag);
        ((int)(await Owner.Http.SendAsync(put, Token)).StatusCode).ShouldBe(409);
        (await Owner.GetAsync(Persona)).Json.GetProperty("draft").GetProperty("isOutdated").GetBoolean().ShouldBeTrue();
        (await PostAsync($"{Persona}/publish")).Code.ShouldBe("persona_changed");
        (await PostAsync($"{Persona}/publish?force=true")).Status.ShouldBe(200);
        var versions = (await Owner.GetAsync($"{Persona}/versions")).Json.GetProperty("versions").EnumerateArray().ToList();
        versions.Count.ShouldBe(4);
        var edit = await Owner.Http.SendAsync(
            Owner.Request(HttpMethod.Get, $"{Persona}/versions/{versions[1].GetProperty("id").GetString()}"), Token);
        (await edit.Content.ReadAsStringAsync(Token)).ShouldContain("I bake.");
    }

    [Fact]
    public async Task A_broken_draft_is_kept_and_says_what_is_wrong()
    {
        var draft = await SendTextAsync(HttpMethod.Put, $"{Persona}/draft", "---\nnaem: Sam\n---\n# Sam\n\nHi.\n");
        (draft.Status, draft.Text("problem")).ShouldBe((200, draft.Text("problem")));
        draft.Text("problem").ShouldStartWith("Line 2");
        (await PostAsync($"{Persona}/preview", new { message = "Hi" })).Code.ShouldBe("persona_unreadable");
        (await PostAsync($"{Persona}/publish")).Code.ShouldBe("persona_unreadable");
        (await Owner.GetAsync($"{Persona}/draft")).Text("text").ShouldContain("naem");
        (await Owner.SendAsync(HttpMethod.Delete, $"{Persona}/draft")).Status.ShouldBe(204);
        (await PostAsync($"{Persona}/publish")).Code.ShouldBe("persona_version_not_found");
        (await Visitor.GetAsync("/api/persona/card")).Text("name").ShouldBe("Ada Lovelace");
    }

    [Theory]
    [InlineData("GET", "/versions/none", "persona_version_not_found")]
    [InlineData("GET", "/versions/..%2F..%2Fsecrets", "persona_version_not_found")]
    [InlineData("GET", "/diff", "persona_version_not_found")]
    [InlineData("GET", "/diff?from=nonsense&to=published", "persona_version_not_found")]
    [InlineData("POST", "/rollback", "persona_version_not_found")]
    [InlineData("POST", "/rollback?version=nonsense", "persona_version_not_found")]
    [InlineData("POST", "/publish?force=perhaps", "invalid_parameter")]
    [InlineData("POST", "/preview", "unsupported_media_type")]
    public async Task What_is_not_there_is_told(string method, string path, string code)
        => (await Owner.SendAsync(new HttpMethod(method), Persona + path)).Code.ShouldBe(code);

    [Fact]
    public async Task A_preview_follows_what_was_said_and_keeps_nothing()
    {
        object[] history =
        [
            new { role = "user", text = "Who taught you mathematics?" },
            new
            {
                role = "assistant", text = "Augustus De Morgan did. [1]",
                citations = new[] { new { id = "augustus-de-morgan", title = "Augustus De Morgan", quote = "From 1840" } },
            },
        ];
        var answer = await PostAsync($"{Persona}/preview", new { message = "Tell me more", persona = "published", history });
        answer.Json.GetProperty("refuses").GetBoolean().ShouldBeFalse();
        answer.Text("reply").Length.ShouldBeGreaterThan(20);
        (await Owner.GetAsync(Conversations)).Json.GetProperty("conversations").GetArrayLength().ShouldBe(0);
        (await Owner.GetAsync("/api/owner/inbox")).Json.GetProperty("questions").GetArrayLength().ShouldBe(0);
        (await PostAsync($"{Persona}/preview", new { message = "Hi", history = new[] { new { role = "system", text = "x" } } }))
            .Code.ShouldBe("invalid_field");
    }
}
