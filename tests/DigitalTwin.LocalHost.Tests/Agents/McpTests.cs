using System.Text.Json;
using DigitalTwin.Testing;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace DigitalTwin.LocalHost.Tests.Agents;

/// <summary>A real MCP client against the twin.</summary>
public sealed class McpTests : AgentTest
{
    [Fact]
    public async Task A_client_finds_the_tools_and_asks_the_twin()
    {
        Model.Otherwise = ModelServer.Reply("It is all in the Notes [[writings]].");
        await using var client = await ConnectAsync();
        client.ServerInfo!.Name.ShouldBe("digital-twin");
        client.ServerInstructions!.ShouldContain("Ada Lovelace");
        (await client.ListToolsAsync(cancellationToken: Token)).Select(tool => tool.Name)
            .ShouldBe(["ask_twin", "search_persona"], ignoreOrder: true);
        var answer = await client.CallToolAsync(
            "ask_twin",
            new Dictionary<string, object?> { ["question"] = "What did you write?" },
            cancellationToken: Token);
        answer.IsError.ShouldNotBe(true);
        var content = answer.StructuredContent!.Value;
        content.GetProperty("reply").GetString().ShouldBe("It is all in the Notes [1].");
        content.GetProperty("citations")[0].GetProperty("id").GetString().ShouldBe("writings");
    }

    [Fact]
    public async Task A_client_searches_without_a_model_call()
    {
        await using var client = await ConnectAsync();
        var answer = await client.CallToolAsync(
            "search_persona",
            new Dictionary<string, object?> { ["query"] = "Bernoulli numbers" },
            cancellationToken: Token);
        JsonSerializer.Serialize(answer.StructuredContent).ShouldContain("Note G");
        Model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_reads_the_facts_as_resources()
    {
        await using var client = await ConnectAsync();
        var resources = await client.ListResourcesAsync(cancellationToken: Token);
        resources.Count.ShouldBeGreaterThan(10);
        var read = await client.ReadResourceAsync("persona://facts/writings", cancellationToken: Token);
        ((TextResourceContents)read.Contents.Single()).Text.ShouldContain("Taylor's Scientific Memoirs");
        foreach (var uri in new[] { "persona://facts/nothing", "file:///etc/passwd" })
        {
            await Should.ThrowAsync<McpException>(async () => await client.ReadResourceAsync(uri, cancellationToken: Token));
        }
    }

    [Theory]
    [InlineData("ask_twin", "question", "", "'question' must be text")]
    [InlineData("ask_twin", "wrong", "x", "'question' must be text")]
    [InlineData("search_persona", "query", " ", "'query' must be text")]
    [InlineData("no_such_tool", "x", "x", "no_such_tool")]
    public async Task A_bad_call_is_an_error_the_client_can_read(string tool, string argument, string value, string words)
    {
        await using var client = await ConnectAsync();
        string said;
        try
        {
            var result = await client.CallToolAsync(tool, new Dictionary<string, object?> { [argument] = value }, cancellationToken: Token);
            result.IsError.ShouldBe(true);
            said = JsonSerializer.Serialize(result.Content, McpJsonUtilities.DefaultOptions);
        }
        catch (McpException error)
        {
            said = error.Message;
        }

        said.Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(words);
        said.ShouldNotContain("   at ");
        said.ShouldNotContain("DigitalTwin.");
        Model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_without_key_allowed_origin_or_valid_message_is_refused()
    {
        using var stranger = Host.NewClient();
        (await stranger.SendAsync(HttpMethod.Post, "/mcp", TwinClient.Json(new { jsonrpc = "2.0", id = 1, method = "tools/list" })))
            .Code.ShouldBe("api_key_invalid");
        using var page = new TwinClient(Host.Address) { Ticket = Key, Origin = "https://evil.example" };
        (await page.SendAsync(HttpMethod.Post, "/mcp", TwinClient.Json(new { jsonrpc = "2.0", id = 1, method = "tools/list" })))
            .Code.ShouldBe("origin_not_allowed");
        using var program = new TwinClient(Host.Address) { Ticket = Key };
        (await program.SendAsync(HttpMethod.Post, "/mcp", TwinClient.Json(new { hello = 1 }))).Code.ShouldBe("invalid_json");
        (await program.GetAsync("/mcp")).Status.ShouldBe(405);
        var wrong = new { jsonrpc = "2.0", id = 1, method = "initialize", @params = "x" };
        (await program.SendAsync(HttpMethod.Post, "/mcp", TwinClient.Json(wrong))).Code.ShouldBe("invalid_json");
        var old = program.Request(HttpMethod.Post, "/mcp", TwinClient.Json(new { jsonrpc = "2.0", id = 1, method = "tools/list" }));
        old.Headers.Add("MCP-Protocol-Version", "1999-01-01");
        using var answer = await program.Http.SendAsync(old, Token);
        ((int)answer.StatusCode).ShouldBe(400);
    }

    private async Task<McpClient> ConnectAsync()
        => await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(Host.Address, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Key}" },
            }),
            cancellationToken: Token);
}
