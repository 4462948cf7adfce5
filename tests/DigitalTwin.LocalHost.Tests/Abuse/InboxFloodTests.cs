using DigitalTwin.Inbox;
using DigitalTwin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.Abuse;

/// <summary>What matters stays in the inbox, however much comes after it.</summary>
public sealed class InboxFloodTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_lead_is_found_after_twelve_hundred_others_and_open_ones_come_first()
    {
        await using var host = await TwinHost.StartAsync();
        using var owner = await host.NewOwnerAsync();
        var book = host.Services.GetRequiredService<LeadBook>();
        var start = DateTimeOffset.UtcNow.AddDays(-1);
        for (var i = 0; i < 1_201; i++)
        {
            var message = i == 0 ? "A real offer." : $"Spam {i}";
            var lead = new Lead("", InboxState.Open, "n", "c@e.example", message, $"s{i}", "", start.AddSeconds(i));
            await book.LeaveAsync(lead, $"k{i}", Token);
        }

        var seen = new List<string>();
        for (string? before = null; ;)
        {
            var page = await owner.GetAsync($"/api/owner/inbox?kind=leads&limit=500{(before is null ? "" : $"&before={before}")}");
            seen.AddRange(page.Json.GetProperty("leads").EnumerateArray().Select(lead => lead.GetProperty("message").GetString()!));
            page.Json.GetProperty("questions").GetArrayLength().ShouldBe(0);
            if (!page.Json.GetProperty("next").TryGetProperty("leads", out var next))
            {
                break;
            }

            before = next.GetString();
        }

        (seen.Count, seen.Distinct().Count(), seen[^1]).ShouldBe((1_201, 1_201, "A real offer."));
        var newest = (await owner.GetAsync("/api/owner/inbox?kind=leads&limit=2")).Json.GetProperty("leads")[0];
        var id = newest.GetProperty("id").GetString();
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/leads/{id}/close")).Text("state").ShouldBe("done");
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/leads/{id}/close")).Text("state").ShouldBe("done");
        (await owner.GetAsync("/api/owner/inbox?kind=leads&limit=1")).Json.GetProperty("leads")[0].Text("message").ShouldBe("Spam 1199");
        var done = (await owner.GetAsync("/api/owner/inbox?kind=leads&state=done")).Json.GetProperty("leads");
        (done.GetArrayLength(), done[0].Text("message")).ShouldBe((1, "Spam 1200"));
        (await owner.GetAsync("/api/owner/inbox?state=open")).Json.GetProperty("leads").GetArrayLength().ShouldBe(100);
    }

    [Theory]
    [InlineData("kind=cats")]
    [InlineData("state=wild")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("before=0123")]
    public async Task A_question_about_the_inbox_that_makes_no_sense_is_refused(string query)
    {
        await using var host = await TwinHost.StartAsync();
        (await host.GetAsOwnerAsync($"/api/owner/inbox?{query}")).Code.ShouldBe("invalid_parameter");
    }

    [Fact]
    public async Task Erasing_costs_one_batch_a_kind_however_many_others_there_are()
    {
        using var folder = new TempFolder();
        using var database = DataOnDisk.OpenRows(folder.Path);
        var rows = new CountingRowStore(database);
        var inbox = new OwnerInbox(rows);
        for (var i = 0; i < 2_000; i++)
        {
            var session = i % 250 == 0 ? "mine" : $"s{i}";
            var id = InboxStore<Lead>.IdOf(DateTimeOffset.UnixEpoch.AddSeconds(i), $"k{i}");
            await inbox.Leads.AddAsync(id, new Lead(id, InboxState.Open, "n", "c", "m", session, "", default), Token);
        }

        rows.Reset();
        await inbox.EraseSessionAsync("mine", Token);
        rows.Writes.ShouldBe(1);
        (await inbox.Leads.WhereAsync(_ => true, Token)).Count.ShouldBe(1_992);
    }
}

internal static class JsonTextOfTests
{
    public static string Text(this System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
