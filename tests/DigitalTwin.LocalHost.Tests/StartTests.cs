using System.Net;
using System.Net.Sockets;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>Starting, and what a person reads when that fails.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TempFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task The_process_starts_answers_and_stops_when_asked()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var twin = await TwinProcess.StartAsync("--urls=http://127.0.0.1:0", $"--Storage:Path={data.Path}");
        using var client = new TwinClient(twin.Address);
        (await client.ChatAsync("Hello")).Status.ShouldBe(200);
        (await twin.TerminateAsync()).ShouldBe(0);
        twin.Output.ShouldContain(data.Path);
    }

    [Fact]
    public async Task The_address_can_come_from_the_environment()
    {
        await using var twin = await TwinProcess.StartAsync(
            typeof(LocalHostApp).Assembly.Location,
            new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
            $"--Storage:Path={data.Path}");
        twin.Address.ShouldNotBeNull(twin.Output).Port.ShouldNotBe(7071);
    }

    [Fact]
    public async Task A_port_in_use_is_reported_with_the_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var output = await FailAsync($"--urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", $"--Storage:Path={data.Path}");
        output.ShouldContain("address already in use");
        output.ShouldContain("--urls");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_reported_with_the_remedy()
    {
        await File.WriteAllTextAsync(data.File("file"), "", TestContext.Current.CancellationToken);
        var output = await FailAsync("--urls=http://127.0.0.1:0", $"--Storage:Path={data.File("file", "data")}");
        output.ShouldContain("cannot be written");
        output.ShouldContain("--Storage:Path");
    }

    [Fact]
    public async Task A_data_folder_in_use_is_reported()
    {
        await using var first = await TwinHost.StartAsync(data: data.Path);
        (await FailAsync("--urls=http://127.0.0.1:0", $"--Storage:Path={data.Path}")).ShouldContain("in use by another running twin");
    }

    [Fact]
    public async Task All_wrong_settings_are_reported_at_once()
    {
        var output = await FailAsync(
            "--urls=http://127.0.0.1:0",
            $"--Storage:Path={data.Path}",
            "--Model:Provider=azure",
            "--Model:MaxOutputTokens=1",
            "--Retention:Days=0",
            "--Access:Origins=me.example");
        output.ShouldContain("Model:Name");
        output.ShouldContain("Model:Endpoint");
        output.ShouldContain("MaxOutputTokens");
        output.ShouldContain("Days");
        output.ShouldContain("me.example");
    }

    [Theory]
    [InlineData("--Model:Provider=gpt", "Model:Provider")]
    [InlineData("--Model:Nmae=x", "There is no such setting: Model:Nmae.")]
    [InlineData("--Persona:Path=/nowhere/me.md", "there is no file /nowhere/me.md")]
    [InlineData("--Modle:Name=x", "There is no such setting: Modle:Name.")]
    [InlineData("--Storage:Pth=x", "There is no such setting: Storage:Pth.")]
    [InlineData("--OWNER_KEY=short", "OWNER_KEY has fewer than 32 characters")]
    [InlineData("--urls=nonsense", "nonsense")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string named)
        => (await FailAsync($"--Storage:Path={data.Path}", "--urls=http://127.0.0.1:0", setting)).ShouldContain(named);

    [Fact]
    public void A_defect_keeps_its_stack_trace() => LocalHostRunner.Explain(new NotSupportedException()).ShouldBeNull();

    private static async Task<string> FailAsync(params string[] args)
    {
        await using var twin = await TwinProcess.StartAsync(args);
        (await twin.WaitForExitAsync()).ShouldBe(1, twin.Output);
        twin.Output.ShouldContain("The twin cannot start.");
        twin.Output.ShouldNotContain("   at ");
        return twin.Output;
    }
}
