using System.Net;
using System.Net.Sockets;
using DigitalTwin.LocalHost.Commands;
using DigitalTwin.Testing;
using Microsoft.Extensions.Configuration;

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
        output.ShouldContain("The twin cannot start.");
        output.ShouldContain("Model:Name");
        output.ShouldContain("Model:Endpoint");
        output.ShouldContain("MaxOutputTokens");
        output.ShouldContain("Days");
        output.ShouldContain("me.example");
    }

    [Theory]
    [InlineData("--Model:Nmae=x", "There is no such setting: Model:Nmae.")]
    [InlineData("--Persona:Path=/nowhere/me.md", "there is no file /nowhere/me.md")]
    [InlineData("--Modle:Name=x", "There is no such setting: Modle:Name.")]
    [InlineData("--Storage:Pth=x", "There is no such setting: Storage:Pth.")]
    [InlineData("--OWNER_KEY=short", "OWNER_KEY has fewer than 32 characters")]
    [InlineData("--urls=nonsense", "nonsense")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string named)
        => (await FailAsync($"--Storage:Path={data.Path}", "--urls=http://127.0.0.1:0", setting)).ShouldContain(named);

    [Theory]
    [InlineData("cv.md", "There is no command cv.md: --help lists what there is.")]
    [InlineData("serve cv.md", "There is no command cv.md: --help lists what there is.")]
    [InlineData("{persona}", "A persona's file is given with its option: --persona {persona}")]
    [InlineData("--verbose", "There is no option --verbose: --help lists what there is.")]
    [InlineData("-v", "There is no option -v: --help lists what there is.")]
    [InlineData("--verbose=yes", "There is no option --verbose: --help lists what there is.")]
    [InlineData("--Model", "There is no option --Model: --help lists what there is.")]
    [InlineData("--Model:Nmae x", "There is no such setting: Model:Nmae. README.md lists them all.")]
    [InlineData("--Model:Name", "--Model:Name needs a value: --Model:Name=value.")]
    [InlineData("--Model:Name --Model:Pictures=true", "--Model:Name needs a value: --Model:Name=value.")]
    [InlineData("--persona", "--Persona:Path needs a value: --Persona:Path=value.")]
    [InlineData("--persona=/nowhere/me.md", "Persona:Path: there is no file /nowhere/me.md.")]
    [InlineData("--Model:Provider=gpt", "Model:Provider is offline, openai, azure or anthropic, not 'gpt'.")]
    [InlineData("--Model:Provider gpt", "Model:Provider is offline, openai, azure or anthropic, not 'gpt'.")]
    [InlineData("--Model:Pictures=maybe", "Model:Pictures is true or false, not 'maybe'.")]
    [InlineData("--Limits:ToolCalls=many", "Limits:ToolCalls is a whole number, not 'many'.")]
    [InlineData(
        "health --urls=http://127.0.0.1:0",
        "With the port 0 a twin listens on another port each time: name the one it has with --urls.")]
    [InlineData("backup", "A backup needs the file to write: backup FILE")]
    [InlineData("ask", "To ask takes a question: ask \"Who are you?\"")]
    [InlineData("import", "An import needs the CV: import FILE")]
    [InlineData("persona", "A persona file is checked with: persona check FILE")]
    [InlineData("persona check", "A check needs the file: persona check FILE")]
    [InlineData("storage", "The storage is checked with: storage check, and mended with: storage repair")]
    [InlineData("storage chek", "The storage is checked with: storage check, and mended with: storage repair")]
    public async Task What_cannot_be_meant_is_said_in_one_line_on_standard_error(string words, string said)
    {
        var persona = await PersonaAsync();
        await using var twin = await TwinProcess.StartAsync(
            [.. Words(words, persona), $"--Storage:Path={data.Path}", "--urls=http://127.0.0.1:0"]);
        (await twin.WaitForExitAsync()).ShouldBe(1, twin.Output);
        twin.Errors.TrimEnd().ShouldBe(said.Replace("{persona}", persona, StringComparison.Ordinal));
        twin.Output.ShouldBe(twin.Errors);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("serve --help")]
    [InlineData("--Model:Provider=gpt --help")]
    public async Task Help_says_what_there_is(string words)
    {
        await using var twin = await TwinProcess.StartAsync(words.Split(' '));
        (await twin.WaitForExitAsync()).ShouldBe(0, twin.Output);
        twin.Output.TrimEnd().ShouldBe(HelpText.Usage);
        twin.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--persona {persona}")]
    [InlineData("--persona={persona}")]
    [InlineData("--persona:path={persona}")]
    [InlineData("serve --Persona:Path {persona}")]
    public async Task A_persona_of_ones_own_answers_and_health_sees_the_twin(string words)
    {
        var persona = await PersonaAsync();
        await using var twin = await TwinProcess.StartAsync(
            [.. Words(words, persona), "--Storage:Path", data.File("own"), "--urls", "http://127.0.0.1:0"]);
        using var client = new TwinClient(twin.Address.ShouldNotBeNull(twin.Output));
        (await client.GetAsync("/api/persona/card")).Text("name").ShouldBe("Sam Rivera");
        await using var health = await TwinProcess.StartAsync("health", $"--urls=http://+:{twin.Address.Port}");
        (await health.WaitForExitAsync()).ShouldBe(0, health.Output);
    }

    [Fact]
    public async Task The_console_is_found_with_the_key_until_it_is_claimed()
    {
        await using var twin = await TwinProcess.StartAsync("--Storage:Path", data.File("console"), "--urls", "http://127.0.0.1:0");
        var key = await File.ReadAllTextAsync(data.File("console/secrets/owner-key"), TestContext.Current.CancellationToken);
        string[] where = ["console", $"--urls={twin.Address.ShouldNotBeNull(twin.Output)}", "--Storage:Path", data.File("console")];
        await using var before = await TwinProcess.StartAsync(where);
        (await before.WaitForExitAsync()).ShouldBe(0, before.Errors);
        before.Output.Trim().ShouldBe($"http://127.0.0.1:{twin.Address.Port}/owner#claim?key={Uri.EscapeDataString(key)}");
        using var owner = new TwinClient(twin.Address) { Ticket = key };
        var account = TwinClient.Json(new { email = "sam@example.org", password = "correct horse battery" });
        (await owner.SendAsync(HttpMethod.Post, "/api/auth/register", account)).Status.ShouldBe(201);
        await using var after = await TwinProcess.StartAsync(where);
        (await after.WaitForExitAsync()).ShouldBe(0, after.Errors);
        after.Output.Trim().ShouldBe($"http://127.0.0.1:{twin.Address.Port}/owner");
    }

    [Fact]
    public async Task Health_of_a_twin_that_is_not_there_is_an_error()
    {
        var port = FreePorts.Next();
        await using var health = await TwinProcess.StartAsync("health", $"--urls=http://127.0.0.1:{port}");
        (await health.WaitForExitAsync()).ShouldBe(1, health.Output);
        health.Errors.ShouldStartWith($"The twin is not up: http://127.0.0.1:{port}/api/health ");
    }

    [Theory]
    [InlineData("urls=https://*:7443;http://+:7080", "http://localhost:7080/api/health")]
    [InlineData("urls=https://me.example", "https://me.example/api/health")]
    [InlineData("urls=http://[::]:7080", "http://localhost:7080/api/health")]
    [InlineData("http_ports=8080", "http://localhost:8080/api/health")]
    [InlineData("other=1", "http://localhost:7071/api/health")]
    public void Health_is_asked_where_a_twin_with_these_settings_listens(string setting, string address)
        => HealthCommand.AddressOf(new ConfigurationBuilder().AddCommandLine([setting]).Build()).ShouldBe(new Uri(address));

    [Fact]
    public void A_defect_keeps_its_stack_trace() => LocalHostRunner.Explain(new NotSupportedException()).ShouldBeNull();

    private static string[] Words(string words, string persona) => words.Replace("{persona}", persona, StringComparison.Ordinal).Split(' ');

    private async Task<string> PersonaAsync()
    {
        await File.WriteAllTextAsync(data.File("me.md"), "---\nname: Sam Rivera\n---\n# Sam Rivera\nI make chairs.\n");
        return data.File("me.md");
    }

    private static async Task<string> FailAsync(params string[] args)
    {
        await using var twin = await TwinProcess.StartAsync(args);
        (await twin.WaitForExitAsync()).ShouldBe(1, twin.Output);
        twin.Output.ShouldNotContain("   at ");
        return twin.Output;
    }
}
