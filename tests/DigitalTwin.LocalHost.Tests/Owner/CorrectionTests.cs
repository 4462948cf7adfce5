using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>Corrections of replies, and cases made of ratings.</summary>
public sealed class CorrectionTests : OwnerTest
{
    private const string Question = "Who taught you mathematics?";
    private const string Text = "From 1841 Augustus De Morgan taught me, not 1840.";

    [Fact]
    public async Task A_correction_is_a_draft_with_its_diff_a_case_and_the_persons_own_word()
    {
        var turn = await Visitor.ChatAsync(Question);
        var corrected = await CorrectAsync(turn, new { text = Text, teach = "fact", notify = true });
        corrected.Status.ShouldBe(200, corrected.Json.ToString());
        var draft = corrected.Json.GetProperty("draft");
        draft.GetProperty("factId").GetString().ShouldBe("augustus-de-morgan");
        draft.GetProperty("diff").GetProperty("text").GetString()!.ShouldContain("+From 1841 Augustus De Morgan, professor at");
        (draft.GetProperty("diff").GetProperty("added").GetInt32(), draft.GetProperty("diff").GetProperty("removed").GetInt32())
            .ShouldBe((1, 1));

        // Nothing is public before it is published.
        (await Host.NewClient().ChatAsync(Question)).Text("reply").ShouldContain("1840");
        (await PostAsync(corrected.Text("publish"))).Status.ShouldBe(200);
        (await Host.NewClient().ChatAsync(Question)).Text("reply").ShouldContain("1841");

        // The visitor who is back sees whose word it is.
        var messages = await Visitor.GetAsync($"/api/sessions/{Visitor.SessionId}/messages");
        var history = messages.Json.GetProperty("messages").EnumerateArray().ToList();
        (history[2].GetProperty("role").GetString(), history[2].GetProperty("text").GetString()).ShouldBe(("owner", Text));
        (history[2].GetProperty("corrects").GetString(), history[2].GetProperty("aiGenerated").GetBoolean())
            .ShouldBe((turn.Text("turnId"), false));

        // The case guards it from then on.
        var old = await Owner.GetAsync("/api/owner/persona/versions");
        var first = old.Json.GetProperty("versions").EnumerateArray().Last().GetProperty("id").GetString();
        var back = await PostAsync($"/api/owner/persona/rollback?version={first}");
        back.Text("detail").ShouldContain(corrected.Text("evalCase"));

        // Sent again, it is said once.
        (await CorrectAsync(turn, new { text = Text, teach = "none", notify = true })).Text("message").ShouldBe(corrected.Text("message"));
        (await Visitor.GetAsync($"/api/sessions/{Visitor.SessionId}/messages")).Json.GetProperty("messages").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_question_is_taught_with_the_owners_own_words()
    {
        var turn = await Visitor.ChatAsync("Do you own a steam locomotive?");
        (await CorrectAsync(turn, new { text = "I own no locomotive, but I rode one in 1838.", teach = "faq" }))
            .Code.ShouldBe("invalid_field");
        (await CorrectAsync(turn, new { text = "I own no locomotive.", teach = "fact" })).Code.ShouldBe("invalid_field");
        var taught = await CorrectAsync(
            turn, new { text = "I own no locomotive, but I rode one in 1838.", teach = "faq", question = "Do you own a locomotive?" });
        taught.Status.ShouldBe(200, taught.Json.ToString());
        taught.Json.GetProperty("draft").GetProperty("factId").GetString().ShouldBe("taught-do-you-own-a-locomotive");
        (await PostAsync("/api/owner/persona/publish")).Status.ShouldBe(200);
        (await Host.NewClient().ChatAsync("Is there a locomotive of your own?")).Text("reply").ShouldContain("1838");

        // Taught again, it is the same answer that changes.
        var other = new { text = "I rode one in 1839, not 1838.", teach = "faq", question = "Do you own a locomotive?" };
        var draft = (await CorrectAsync(turn, other)).Json.GetProperty("draft");
        draft.GetProperty("factId").GetString().ShouldBe("taught-do-you-own-a-locomotive");
        draft.GetProperty("diff").GetProperty("text").GetString()!.ShouldContain("+I own no locomotive, but I rode one in 1839.");
        (await Host.NewClient().ChatAsync("Which engine pulls the royal train?")).Text("reply").ShouldNotContain("1838");
    }

    [Fact]
    public async Task What_a_case_has_of_a_visitor_goes_with_the_visitor()
    {
        const string word = "my-kumquat";
        var turn = await Visitor.ChatAsync($"{Question} {word} zanzibar@quux.example");
        var corrected = await CorrectAsync(turn, new { text = Text, teach = "fact", factId = "augustus-de-morgan" });
        corrected.Text("evalCase").ShouldStartWith("visitor-");
        (await PostAsync("/api/owner/evals/runs", new { })).Status.ShouldBe(202);
        await UntilAsync(
            async () => (await Owner.GetAsync("/api/owner/evals/runs")).Json.GetProperty("runs")[0].GetProperty("status").GetString(),
            status => status == "completed");

        // No address is in a case, whoever's question it was.
        Traces.Of(Path.Combine(Host.DataPath, "blobs"), "zanzibar@quux").ShouldBeEmpty();
        Traces.Of(Path.Combine(Host.DataPath, "blobs"), word).ShouldNotBeEmpty();
        (await Owner.SendAsync(HttpMethod.Delete, $"{Conversations}/{Visitor.SessionId}")).Status.ShouldBe(204);
        Traces.Of(Host.DataPath, word, "zanzibar@quux").ShouldBeEmpty();
        (await Owner.GetAsync("/api/owner/evals/runs")).Json.GetProperty("runs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_rating_becomes_a_case()
    {
        var turn = await Visitor.ChatAsync(Question);
        var rating = TwinClient.Json(new { rating = "down", note = "Too long" });
        await Visitor.SendAsync(HttpMethod.Post, $"/api/turns/{turn.Text("turnId")}/feedback", rating);
        var item = (await Owner.GetAsync("/api/owner/inbox?kind=feedback")).Json.GetProperty("feedback")[0].GetProperty("id").GetString();
        (await PostAsync($"/api/owner/inbox/feedback/{item}/case", new { })).Code.ShouldBe("invalid_field");
        (await PostAsync($"/api/owner/inbox/feedback/{item}/case", new { must = new[] { " " } })).Code.ShouldBe("invalid_field");
        var made = await PostAsync($"/api/owner/inbox/feedback/{item}/case",
            new { mustNot = new[] { "stubborn" }, question = "Your teacher?" });
        made.Text("evalCase").ShouldStartWith("your-teacher-");
        (await Owner.GetAsync("/api/owner/evals")).Json.GetProperty("suites")[0].GetProperty("cases")[0].GetProperty("mustNot")[0]
            .GetString().ShouldBe("stubborn");
        (await PostAsync("/api/owner/inbox/feedback/0000000000000000000-00000000/case", new { refuses = true }))
            .Code.ShouldBe("item_not_found");
    }

    [Fact]
    public async Task Only_a_reply_of_the_twin_can_be_corrected()
    {
        var turn = await Visitor.ChatAsync(Question);
        var own = $"{Conversations}/{Visitor.SessionId}/messages/{turn.Text("messageId")}/correct";
        (await PostAsync(own, new { text = "x", teach = "none" })).Code.ShouldBe("not_a_twins_reply");
        (await PostAsync(own.Replace(turn.Text("messageId"), "none", StringComparison.Ordinal), new { text = "x", teach = "none" }))
            .Code.ShouldBe("item_not_found");
        (await CorrectAsync(turn, new { text = "x" })).Code.ShouldBe("invalid_field");
        (await CorrectAsync(turn, new { text = " ", teach = "none" })).Code.ShouldBe("message_empty");
        (await CorrectAsync(turn, new { text = "x", teach = "fact", factId = "none" })).Code.ShouldBe("invalid_field");
    }

    private Task<Answer> CorrectAsync(Answer turn, object body)
        => PostAsync($"{Conversations}/{turn.Text("sessionId")}/messages/{turn.Text("turnId")}/correct", body);
}
