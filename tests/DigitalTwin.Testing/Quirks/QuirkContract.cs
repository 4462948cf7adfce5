using System.Diagnostics;
using System.Text.Json;

namespace DigitalTwin.Testing.Quirks;

/// <summary>What a twin makes of whatever a model server sends: from its socket to what the visitor sees and what is kept.</summary>
public static class QuirkContract
{
    private const string Question = "Who was your father?";

    private static readonly Dictionary<string, Quirk> All = AllQuirks.Answers.Concat(AllQuirks.Cuts).Concat(AllQuirks.Failures)
        .ToDictionary(each => each.Key, each => each.Value);

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Asks for a stream while the server sends it.</summary>
    public static async Task StreamAsync(ModelServer model, TwinClient client, string name)
    {
        model.Otherwise = All[name].AnswerAsync;
        var started = Stopwatch.GetTimestamp();
        var events = await client.StreamChatAsync(Question).ToListAsync(TestContext.Current.CancellationToken);
        var completed = events[^1];
        completed.Type.ShouldBe("turn.completed");
        var deltas = events.Where(each => each.Type == "delta").Select(each => each.Data.GetProperty("text").GetString());
        string.Concat(deltas).ShouldBe(completed.Data.GetProperty("reply").GetString());
        await CheckAsync(client, All[name], completed.Data, started);
    }

    /// <summary>Asks for a whole answer while the server sends it.</summary>
    public static async Task WholeAsync(ModelServer model, TwinClient client, string name)
    {
        model.Otherwise = All[name].AnswerAsync;
        var started = Stopwatch.GetTimestamp();
        var answer = await client.ChatAsync(Question);
        answer.Status.ShouldBe(200);
        await CheckAsync(client, All[name], answer.Json, started);
    }

    private static async Task CheckAsync(TwinClient client, Quirk quirk, JsonElement turn, long started)
    {
        var reply = turn.GetProperty("reply").GetString()!;
        turn.GetProperty("status").GetString().ShouldBe("completed");
        turn.GetProperty("degraded").GetBoolean().ShouldBe(quirk.Ending is Ending.Degraded or Ending.BrokenOff);
        (turn.TryGetProperty("cutOff", out var cut) ? cut.GetString() : null).ShouldBe(quirk.Ending switch
        {
            Ending.Length => "length",
            Ending.ContentFilter => "content_filter",
            _ => null,
        });
        CheckReply(quirk, reply);
        turn.ToString().ShouldNotContain("secret");
        var kept = (await client.GetAsync($"/api/sessions/{client.SessionId}/messages")).Json.GetProperty("messages");
        kept.EnumerateArray().Select(message => message.GetProperty("text").GetString()).ShouldBe([Question, reply]);
        if (quirk.StaysOpen)
        {
            // The time limit of a silent model is 30 s: an answer that is over is not waited for.
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        }
    }

    private static void CheckReply(Quirk quirk, string reply)
    {
        switch (quirk.Ending)
        {
            case Ending.Whole:
                reply.ShouldBe(quirk.Reply);
                break;
            case Ending.Length or Ending.ContentFilter:
                reply.ShouldStartWith(quirk.Reply + "\n\n*This answer was cut off here");
                break;
            case Ending.BrokenOff:
                reply.ShouldStartWith(quirk.Reply + "\n\n*My connection broke off here");
                reply.ShouldContain("Lord Byron");
                break;
            case Ending.Degraded:
                reply.ShouldStartWith("*Just now I can only quote what I have written.*");
                reply.ShouldContain("Lord Byron");
                break;
        }
    }
}
