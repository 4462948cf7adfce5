using System.Diagnostics;
using System.Text.Json;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>Whatever a model server sends, from its socket to what the visitor sees and what is kept.</summary>
public sealed class QuirkTests : ModelTest
{
    private static readonly Dictionary<string, Quirk> All = Quirks.Answers.Concat(Quirks.Cuts).Concat(Quirks.Failures)
        .ToDictionary(each => each.Key, each => each.Value);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_stream_of_it_ends_as_it_should(string name)
    {
        Model.Otherwise = All[name].AnswerAsync;
        var started = Stopwatch.GetTimestamp();
        var events = await Client.StreamChatAsync("Who was your father?").ToListAsync(Token);
        var completed = events[^1];
        completed.Type.ShouldBe("turn.completed");
        var deltas = events.Where(each => each.Type == "delta").Select(each => each.Data.GetProperty("text").GetString());
        string.Concat(deltas).ShouldBe(completed.Data.GetProperty("reply").GetString());
        await CheckAsync(All[name], completed.Data, started);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_whole_reply_of_it_ends_as_it_should(string name)
    {
        Model.Otherwise = All[name].AnswerAsync;
        var started = Stopwatch.GetTimestamp();
        var answer = await Client.ChatAsync("Who was your father?");
        answer.Status.ShouldBe(200);
        await CheckAsync(All[name], answer.Json, started);
    }

    private async Task CheckAsync(Quirk quirk, JsonElement turn, long started)
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

        turn.ToString().ShouldNotContain("secret");
        var kept = (await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Json.GetProperty("messages");
        kept.EnumerateArray().Select(message => message.GetProperty("text").GetString()).ShouldBe(["Who was your father?", reply]);
        if (quirk.StaysOpen)
        {
            // The time limit of a silent model is 30 s: an answer that is over is not waited for.
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        }
    }
}
