using System.IO.Compression;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Storage;

/// <summary>The verbs <c>backup</c> and <c>storage check</c>, as an owner types them.</summary>
public sealed class StorageCommandsTests : IDisposable
{
    private readonly TempFolder data = new();
    private readonly TempFolder other = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        data.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task A_backup_of_a_running_twin_is_a_data_folder_once_it_is_unpacked()
    {
        var archive = other.File("twin.zip");
        string session, ticket;
        await using (var host = await TwinHost.StartAsync(data: data.Path))
        {
            await host.Client.ChatAsync("Who was your father?");
            (session, ticket) = (host.Client.SessionId!, host.Client.Ticket!);
            (await RunAsync("backup", archive)).ShouldBe(0);
            await host.Client.ChatAsync("This comes after the backup.");
        }

        await ZipFile.ExtractToDirectoryAsync(archive, other.File("restored"), Token);
        await using var restored = await TwinHost.StartAsync(data: other.File("restored"));
        using var client = restored.NewClient();
        (client.SessionId, client.Ticket) = (session, ticket);
        var history = (await client.GetAsync($"/api/sessions/{session}/messages")).Json.GetProperty("messages");
        history.GetArrayLength().ShouldBe(2);
        history[0].GetProperty("text").GetString().ShouldBe("Who was your father?");
        File.Exists(other.File("restored", "blobs", "persona", "me.md")).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(archive).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await using var host = await TwinHost.StartAsync(data: data.Path);
        await File.WriteAllTextAsync(other.File("twin.zip"), "mine", Token);
        (await RunAsync("backup", other.File("twin.zip"))).ShouldBe(1);
        (await File.ReadAllTextAsync(other.File("twin.zip"), Token)).ShouldBe("mine");
        Directory.GetFileSystemEntries(other.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_backup_that_cannot_be_written_is_said_so()
    {
        await using var host = await TwinHost.StartAsync(data: data.Path);
        await File.WriteAllTextAsync(other.File("file"), "", Token);
        (await RunAsync("backup", other.File("file", "twin.zip"))).ShouldBe(1);
    }

    [Fact]
    public async Task A_check_says_whether_the_database_is_whole()
    {
        await using (var host = await TwinHost.StartAsync(data: data.Path))
        {
            await host.Client.ChatAsync("Hello");
            (await RunAsync("storage", "check")).ShouldBe(0);
        }

        await using (var file = File.OpenWrite(data.File("twin.db")))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[4096], Token);
        }

        (await RunAsync("storage", "check")).ShouldBe(1);
        (await RunAsync("backup", other.File("twin.zip"))).ShouldBe(1);
        Directory.GetFileSystemEntries(other.Path).ShouldBeEmpty();
        await using var twin = await TwinProcess.StartAsync($"--Storage:Path={data.Path}", "--urls=http://127.0.0.1:0");
        (await twin.WaitForExitAsync()).ShouldBe(1, twin.Output);
        twin.Errors.ShouldContain("is damaged");
    }

    [Fact]
    public async Task A_folder_without_a_database_is_said_so()
    {
        (await RunAsync("storage", "check")).ShouldBe(1);
        (await RunAsync("backup", other.File("twin.zip"))).ShouldBe(1);
        Directory.GetFileSystemEntries(data.Path).ShouldBeEmpty();
    }

    private Task<int> RunAsync(params string[] words) => LocalHostRunner.RunAsync([.. words, $"--Storage:Path={data.Path}"]);
}
