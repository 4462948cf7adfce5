using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace DigitalTwin.Agents.Mcp;

/// <summary>
/// The twin as an MCP server over streamable HTTP, without sessions: any instance can serve each request.
/// </summary>
/// <remarks>https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http</remarks>
internal sealed class McpEndpoint(TwinMcpServer twin, ILoggerFactory loggers)
{
    private const string ProtocolVersionHeader = "MCP-Protocol-Version";

    // The versions that the package supports. It would answer others with 200 and an error; the specification asks for 400.
    private static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    /// <summary><c>POST /mcp</c></summary>
    public async Task PostAsync(HttpContext http)
    {
        var message = await ReadAsync(http);
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        var options = await twin.OptionsAsync(ProgramCaller.Of(http), http.RequestAborted);
        await using var server = McpServer.Create(transport, options, loggers, http.RequestServices);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var running = server.RunAsync(done.Token);
        EventStream.Prepare(http);
        AiNotice.Mark(http);
        try
        {
            if (!await transport.HandlePostRequestAsync(message, http.Response.Body, http.RequestAborted))
            {
                // A notification has no response.
                http.Response.ContentType = null;
                http.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (JsonException) when (!http.Response.HasStarted)
        {
            throw new ProblemException(Problems.InvalidJson, "The message's parameters are not those of its method.");
        }
        finally
        {
            await done.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<JsonRpcMessage> ReadAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadDocumentAsync(http, RequestBody.MaxBytes);
        try
        {
            var json = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));
            var message = body.RootElement.Deserialize(json)
                ?? throw new ProblemException(Problems.InvalidJson, "The body is null.");
            message.Context = new JsonRpcMessageContext();
            TwinMcpServer.Mark(message.Context, ProgramCaller.Of(http));
            if (http.Request.Headers[ProtocolVersionHeader].ToString() is { Length: > 0 } version)
            {
                CheckVersion(version);
                message.Context.ProtocolVersion = version;
            }

            return message;
        }
        catch (JsonException)
        {
            throw new ProblemException(Problems.InvalidJson, "The body is not a valid JSON-RPC message.");
        }
    }

    private static void CheckVersion(string version)
    {
        if (!Versions.Contains(version, StringComparer.Ordinal))
        {
            throw new ProblemException(Problems.InvalidParameter, $"{ProtocolVersionHeader} is one of {string.Join(", ", Versions)}.");
        }
    }
}
