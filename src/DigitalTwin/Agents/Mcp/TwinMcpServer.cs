using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DigitalTwin.Access.Gate;
using DigitalTwin.ApiKeys;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace DigitalTwin.Agents.Mcp;

/// <summary>What the twin offers to MCP clients: a tool to ask it, a tool to search it, and its facts as resources.</summary>
internal sealed class TwinMcpServer
{
    private const string FactScheme = "persona://facts/";
    private const string Program = "program";
    private const string FactType = "text/markdown";

    // Agents invent arguments: unknown ones are ignored.
    private static readonly JsonSerializerOptions Lenient = new(ProductJson.Api.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    private readonly ProgramTurns turns;
    private readonly PersonaProvider personas;

    // Their schemas come from reflection, so they are made once and not for each request.
    private readonly McpServerTool[] tools;

    public TwinMcpServer(ProgramTurns turns, PersonaProvider personas)
    {
        (this.turns, this.personas) = (turns, personas);
        tools =
        [
            Tool("question", AskAsync, new McpServerToolCreateOptions
            {
                Name = "ask_twin",
                Title = "Ask the twin",
                ReadOnly = false,
                Destructive = false,
                OpenWorld = false,
                UseStructuredContent = true,
                SerializerOptions = Lenient,
            }),
            Tool("query", SearchAsync, new McpServerToolCreateOptions
            {
                Name = SearchPersonaTool.Name,
                Title = "Search the persona",
                ReadOnly = true,
                OpenWorld = false,
                UseStructuredContent = true,
                SerializerOptions = Lenient,
            }),
        ];
    }

    /// <summary>An answer of the twin.</summary>
    internal sealed record TwinAnswer(string Reply, IReadOnlyList<Citation> Citations, bool Degraded, bool AiGenerated);

    /// <summary>The server's options for the current persona.</summary>
    /// <param name="program">Who asks: it gets what its key permits.</param>
    /// <param name="cancellationToken">Ends the reading of the persona.</param>
    public async Task<McpServerOptions> OptionsAsync(ProgramCaller program, CancellationToken cancellationToken)
    {
        var (mayAsk, maySearch) = (program.Scopes.Contains(ApiKeyScopes.Ask), program.Scopes.Contains(ApiKeyScopes.Search));
        var persona = (await personas.GetAsync(cancellationToken)).Persona;
        return new McpServerOptions
        {
            ServerInfo = new Implementation
            {
                Name = "digital-twin",
                Title = $"{persona.Name}'s twin",
                Version = typeof(TwinMcpServer).Assembly.GetName().Version!.ToString(3),
            },
            ServerInstructions = $"The digital twin of {persona.Name}. "
                + $"It answers only from what {persona.Name} wrote, and says so when it does not know.",
            Capabilities = new ServerCapabilities
            {
                Tools = new ToolsCapability(),
                Resources = maySearch ? new ResourcesCapability() : null,
            },
            ToolCollection = [.. mayAsk ? tools[..1] : [], .. maySearch ? tools[1..] : []],
            Handlers = maySearch
                ? new McpServerHandlers { ListResourcesHandler = ListAsync, ReadResourceHandler = ReadAsync }
                : new McpServerHandlers(),
        };
    }

    /// <summary>Says in a message's context which program it comes from.</summary>
    public static void Mark(JsonRpcMessageContext context, ProgramCaller program)
        => (context.Items ??= new Dictionary<string, object?>())[Program] = program;

    private static ProgramCaller ProgramOf(RequestContext<CallToolRequestParams> request)
        => (ProgramCaller)request.JsonRpcRequest.Context!.Items![Program]!;

    // The package would answer a call with a missing argument in words that help no client: its check is switched off, and
    // the tools check themselves.
    private static McpServerTool Tool(string required, Delegate method, McpServerToolCreateOptions options)
    {
        var tool = McpServerTool.Create(method, options);
        var schema = JsonNode.Parse(tool.ProtocolTool.InputSchema.GetRawText())!.AsObject();
        schema["required"] = new JsonArray(required);
        schema["properties"]![required]!.AsObject().Remove("default");
        schema["properties"]![required]!["type"] = "string";
        using var document = JsonDocument.Parse(schema.ToJsonString());
        tool.ProtocolTool.InputSchema = document.RootElement.Clone();
        return tool;
    }

    [Description("Asks the person's digital twin a question. It answers in the person's voice, only from what the person wrote, "
        + "with citations; it says so when it does not know.")]
    private async Task<TwinAnswer> AskAsync(
        RequestContext<CallToolRequestParams> request,
        [Description("The question, at most 4,000 characters; it must be understandable by itself.")] string? question = null,
        CancellationToken cancellationToken = default)
    {
        Check(question, "question");
        try
        {
            using var turn = await turns.BeginAsync(ProgramOf(request), [], question!, isWatched: false, cancellationToken);
            var view = await turn.FinishAsync(cancellationToken);
            return new TwinAnswer(view.Reply, view.Citations, view.Degraded, view.AiGenerated);
        }
        catch (Exception failed) when (ProblemMapper.IsKnown(failed))
        {
            throw new McpException(ProblemMapper.Map(failed).Title);
        }
    }

    [Description(
        "Searches everything the person wrote, and gives the passages that fit best in the person's own words.")]
    private async Task<IReadOnlyList<SearchPersonaTool.FoundFact>> SearchAsync(
        [Description("What to look for, in a few words.")] string? query = null,
        CancellationToken cancellationToken = default)
    {
        Check(query, "query");
        return SearchPersonaTool.Search(await personas.GetAsync(cancellationToken), query!);
    }

    private static Resource ToResource(Fact fact) => new()
    {
        Uri = FactScheme + fact.Id,
        Name = fact.Id,
        Title = fact.Title,
        MimeType = FactType,
    };

    private static void Check(string? text, string argument)
    {
        try
        {
            RequestBody.RequireMessage(text, argument);
        }
        catch (ProblemException error)
        {
            throw new McpException($"'{argument}' must be text of 1 to {RequestBody.LongestMessage} characters. {error.Detail}".Trim());
        }
    }

    private async ValueTask<ListResourcesResult> ListAsync(
        RequestContext<ListResourcesRequestParams> request,
        CancellationToken cancellationToken)
    {
        var persona = (await personas.GetAsync(cancellationToken)).Persona;
        return new ListResourcesResult { Resources = [.. persona.Facts.Select(ToResource)] };
    }

    private async ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request,
        CancellationToken cancellationToken)
    {
        var uri = request.Params?.Uri ?? "";
        var fact = (await personas.GetAsync(cancellationToken)).Persona.Facts.FirstOrDefault(fact => FactScheme + fact.Id == uri)
            ?? throw new McpProtocolException("There is no such resource.", McpErrorCode.ResourceNotFound);
        var text = new TextResourceContents { Uri = uri, MimeType = FactType, Text = $"# {fact.Title}\n\n{fact.Text}" };
        return new ReadResourceResult { Contents = [text] };
    }
}
