using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Abuse;

/// <summary>A conversation that is damaged is told as such, counted, and mended; the others do not notice.</summary>
public sealed class DamageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("h", "{\"createdAt\":\"yesterday\"}")]
    [InlineData("h", "{\"created")]
    [InlineData("h", "")]
    [InlineData("m-", "{\"id\":\"x\",\"role\":\"user\",\"text\":\"t\",\"at\":\"never\"}")]
    [InlineData("m-", "not json")]
    [InlineData("m-", "{\"at\":\"2026-01-01T00:00:00Z\",\"citations\":\"[\"}")]
    public async Task It_is_repaired_by_command(string key, string instead)
    {
        using var data = new TempFolder();
        string session, ticket;
        await using (var host = await TwinHost.StartAsync(data: data.Path))
        {
            await host.Client.ChatAsync("Can a machine think?");
            await host.NewClient().ChatAsync("Hello");
            (session, ticket) = (host.Client.SessionId!, host.Client.Ticket!);
        }

        DataOnDisk.Overwrite(data.Path, "conversations", session, key, instead);
        await using (var host = await TwinHost.StartAsync(data: data.Path))
        {
            using var visitor = new TwinClient(host.Address) { Ticket = ticket, SessionId = session };
            var answer = await visitor.ChatAsync("And now?");
            (answer.Status, answer.Code).ShouldBe((500, "storage_damaged"));
            (await host.NewClient().ChatAsync("Hello")).Status.ShouldBe(200);
            (await host.GetAsOwnerAsync("/api/health/ready")).Json.ToString().ShouldContain("1 conversations are damaged");
        }

        (await StorageRepair.RunAsync([$"--Storage:Path={data.Path}"])).ShouldBe(0);
        await using (var host = await TwinHost.StartAsync(data: data.Path))
        {
            using var visitor = new TwinClient(host.Address) { Ticket = ticket, SessionId = session };
            (await visitor.ChatAsync("And now?")).Status.ShouldBe(200);
            var page = (await visitor.GetAsync($"/api/sessions/{session}/messages")).Json.GetProperty("messages");
            page.GetArrayLength().ShouldBe(key == "h" ? 4 : 3);
        }
    }

    [Fact]
    public async Task A_whole_database_is_left_alone()
    {
        using var data = new TempFolder();
        await using (var host = await TwinHost.StartAsync(data: data.Path))
        {
            await host.Client.ChatAsync("Hello");
        }

        var before = DataOnDisk.Count(data.Path);
        (await StorageRepair.RunAsync([$"--Storage:Path={data.Path}"])).ShouldBe(0);
        DataOnDisk.Count(data.Path).ShouldBe(before);
    }

    [Fact]
    public async Task A_twin_that_runs_is_not_repaired()
    {
        using var data = new TempFolder();
        await using var host = await TwinHost.StartAsync(data: data.Path);
        (await Should.ThrowAsync<StartupException>(() => StorageRepair.RunAsync([$"--Storage:Path={data.Path}"])))
            .Message.ShouldContain("in use by another running twin");
    }

    [Theory]
    [InlineData("ticket-signing-key", "short")]
    [InlineData("owner-key", "x")]
    public async Task A_damaged_key_is_named(string key, string content)
    {
        using var data = new TempFolder();
        await (await TwinHost.StartAsync(data: data.Path)).DisposeAsync();
        await File.WriteAllTextAsync(data.File("secrets", key), content, Token);
        var refused = await Should.ThrowAsync<StartupException>(() => TwinHost.StartAsync(data: data.Path));
        refused.Message.ShouldContain(key);
        refused.Message.ShouldContain("is damaged");
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_named()
    {
        using var data = new TempFolder();
        Directory.CreateDirectory(data.File("secrets", "owner-key"));
        (await Should.ThrowAsync<StartupException>(() => TwinHost.StartAsync(data: data.Path)))
            .Message.ShouldContain("cannot be read or made");
    }
}
