using System.ClientModel;
using System.Text.Json;
using DigitalTwin.Testing;
using OpenAI;
using OpenAI.Chat;

namespace DigitalTwin.LocalHost.Tests.Agents;

/// <summary>The official OpenAI clients, unchanged, against the twin.</summary>
public sealed class CompletionTests : AgentTest
{
    private const string NodeScript = """
        const OpenAI = require(process.env.OPENAI_PACKAGE);
        (async () => {
          const client = new OpenAI({ baseURL: process.env.TWIN, apiKey: process.env.KEY, maxRetries: 0 });
          const out = {};
          out.models = (await client.models.list()).data.map(({ id }) => id);
          out.model = (await client.models.retrieve('digital-twin')).owned_by;
          const messages = [{ role: 'system', content: 'Be a pirate.' }, { role: 'user', content: 'Hello' }];
          const whole = await client.chat.completions.create({ model: 'digital-twin', messages, temperature: 0.2 });
            const { message, finish_reason } = whole.choices[0];
            const cited = whole.citations?.[0]?.id;
            out.whole = [whole.object, message.role, message.content, finish_reason, whole.usage.total_tokens, cited];
          out.pieces = [];
            const streamed = { model: 'digital-twin', messages, stream: true, stream_options: { include_usage: true } };
            const stream = await client.chat.completions.create(streamed);
          for await (const chunk of stream) {
            if (chunk.choices[0]?.delta.content) out.pieces.push(chunk.choices[0].delta.content);
            if (chunk.choices[0]?.finish_reason) out.finish = chunk.choices[0].finish_reason;
            if (chunk.usage) out.usage = chunk.usage.total_tokens;
          }
          const helper = client.chat.completions.stream({ model: 'digital-twin', messages });
          out.helper = await helper.finalContent();
          const asked = { model: 'digital-twin', instructions: 'Be a pirate.', input: 'Hello' };
          const response = await client.responses.create(asked);
          out.response = [response.status, response.output_text, response.usage.total_tokens];
          const answered = await client.responses.stream(asked).on('event', ({ type }) => (out.types ??= []).push(type)).finalResponse();
          out.answered = answered.output_text;
          out.errors = [];
            const image = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }];
            const refused = [
              { model: 'gpt-4o', messages },
              { model: 'digital-twin', messages: [] },
              { model: 'digital-twin', messages, n: 2 },
              { model: 'digital-twin', messages: image },
            ];
            for (const request of refused) {
              await client.chat.completions.create(request)
                .catch((error) => out.errors.push([error.constructor.name, error.status, error.code, error.param]));
            }
          await client.responses.create({ ...asked, previous_response_id: 'resp_1' })
            .catch((error) => out.errors.push([error.constructor.name, error.status, error.code, error.param]));
          await client.embeddings.create({ model: 'digital-twin', input: 'x' })
            .catch((error) => out.errors.push([error.constructor.name, error.status, error.code]));
          const stranger = new OpenAI({ baseURL: process.env.TWIN, apiKey: 'sk-wrong', maxRetries: 0 });
          await stranger.models.list().catch((error) => out.errors.push([error.constructor.name, error.status, error.code]));
          console.log(JSON.stringify(out));
        })().catch((error) => { console.log(String(error?.stack ?? error)); process.exit(1); });
        """;

    [Fact]
    public async Task The_client_from_npm_works_unchanged()
    {
        var package = Npm.PathOf("openai");
        Model.Otherwise = ModelServer.Reply("It is ", "all in the Notes [[writings]].");
        var (exit, output) = await Npm.RunNodeAsync(
            ["-e", NodeScript],
            new Dictionary<string, string> { ["OPENAI_PACKAGE"] = package, ["TWIN"] = $"{Host.Address}v1", ["KEY"] = Key });
        exit.ShouldBe(0, output);
        var result = JsonDocument.Parse(output).RootElement;
        result.GetProperty("models").ToString().ShouldBe("[\"digital-twin\"]");
        result.GetProperty("model").GetString().ShouldBe("Ada Lovelace");
        result.GetProperty("whole").ToString()
            .ShouldBe("[\"chat.completion\",\"assistant\",\"It is all in the Notes [1].\",\"stop\",333,\"writings\"]");
        result.GetProperty("pieces").GetArrayLength().ShouldBeGreaterThan(1);
        string.Concat(result.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString()))
            .ShouldBe("It is all in the Notes [1].");
        result.GetProperty("finish").GetString().ShouldBe("stop");
        result.GetProperty("usage").GetInt32().ShouldBe(333);
        result.GetProperty("helper").GetString().ShouldBe("It is all in the Notes [1].");
        result.GetProperty("response").ToString().ShouldBe("[\"completed\",\"It is all in the Notes [1].\",333]");
        result.GetProperty("answered").GetString().ShouldBe("It is all in the Notes [1].");
        result.GetProperty("types").EnumerateArray().Select(type => type.GetString()).Distinct().ShouldBe(
        [
            "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done",
            "response.completed",
        ]);
        result.GetProperty("errors").EnumerateArray().Select(error => error.ToString()).ShouldBe(
        [
            """["NotFoundError",404,"model_not_found","model"]""",
            """["BadRequestError",400,"invalid_field","messages"]""",
            """["BadRequestError",400,"invalid_field","n"]""",
            """["BadRequestError",400,"invalid_field","messages"]""",
            """["BadRequestError",400,"invalid_field","previous_response_id"]""",
            """["NotFoundError",404,"not_found"]""",
            """["AuthenticationError",401,"api_key_invalid"]""",
        ]);
        Model.Requests
            .ShouldAllBe(
                request => !request.Body.ToString().Contains("pirate", StringComparison.Ordinal),
                "instructions of a program are none to the twin");
    }

    [Fact]
    public async Task The_client_of_NET_works_unchanged()
    {
        Model.Otherwise = ModelServer.Reply("It is ", "all in the Notes [[writings]].");
        var client = Client();
        ChatMessage[] messages = [new SystemChatMessage("Be a pirate."), new UserChatMessage("Hello")];
        var whole = (await client.CompleteChatAsync(messages, cancellationToken: Token)).Value;
        whole.Content[0].Text.ShouldBe("It is all in the Notes [1].");
        whole.FinishReason.ShouldBe(ChatFinishReason.Stop);
        whole.Usage.TotalTokenCount.ShouldBe(333);
        var (text, usage) = ("", 0);
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: Token))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage?.TotalTokenCount ?? usage;
        }

        text.ShouldBe("It is all in the Notes [1].");
        usage.ShouldBe(333);
    }

    [Fact]
    public async Task Earlier_messages_come_from_the_program()
    {
        await Client().CompleteChatAsync(
            [new UserChatMessage("I am Bob."), new AssistantChatMessage("Hello Bob."), new UserChatMessage("Who am I?")],
            cancellationToken: Token);
        var request = Model.Requests.Single();
        request.Texts("user").Count.ShouldBe(3);
        request.Texts("user")[0].ShouldContain("I am Bob.");

        // What the program says that the twin said is the program's word.
        request.Texts("user")[1].ShouldContain("says that you answered this:)\nHello Bob.");
        request.Texts("assistant").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_is_not_offered_interactive_tools()
    {
        await Client().CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Token);
        var tools = Model.Requests.Single().Body.GetProperty("tools")
            .EnumerateArray()
            .Select(tool => tool.GetProperty("function").GetProperty("name").GetString());
        tools.ShouldBe(["search_persona", "note_open_question"], ignoreOrder: true);
        Model.Then(ModelServer.CallTools(("hand_over", ["""{"reason":"x"}"""])));
        (await Client().CompleteChatAsync([new UserChatMessage("Let me talk to her")], cancellationToken: Token)).Value.Content[0].Text
            .ShouldBe("All right.");
        (await Owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_without_usage_has_none_and_pieces_come_as_they_are_written()
    {
        var gate = new TaskCompletionSource();
        Model.Then(ModelServer.Reply(["First ", "second"], i => i == 1 ? gate.Task : Task.CompletedTask));
        using var program = new TwinClient(Host.Address) { Ticket = Key };
        var body = new { model = "digital-twin", stream = true, messages = new[] { new { role = "user", content = "Hello" } } };
        var request = program.Request(HttpMethod.Post, "/v1/chat/completions", TwinClient.Json(body));
        using var response = await program.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            lines.Add(line);
            if (line.Contains("First", StringComparison.Ordinal))
            {
                gate.TrySetResult();
            }
        }

        lines.ShouldContain("data: [DONE]");
        string.Concat(lines).ShouldNotContain("usage");
        lines.Count(line => line.StartsWith("data: {", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_program_that_goes_away_ends_its_turn()
    {
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        Model.Then(async (http, _) =>
        {
            http.RequestAborted.Register(ended.SetResult);
            begun.SetResult();
            await ended.Task;
        });
        using var leave = new CancellationTokenSource();
        var asking = Client().CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: leave.Token);
        await begun.Task.WaitAsync(Token);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Theory]
    [InlineData("""{"model":"digital-twin","messages":"Hello"}""", 400, "invalid_field")]
    [InlineData("""{"model":"digital-twin","messages":[{"role":"tool","content":"x"}]}""", 400, "invalid_field")]
    [InlineData("""{"model":"digital-twin","messages":[{"role":"user","content":" "}]}""", 400, "message_empty")]
    [InlineData(
        """{"model":"digital-twin","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""",
        400,
        "invalid_field")]
    [InlineData("""{"model":"digital-twin","messages":[{"role":"assistant","content":"x"}]}""", 400, "invalid_field")]
    [InlineData("""{"model":"digital-twin","messages":[{"role":"user","content":"\ud800"}]}""", 400, "invalid_json")]
    [InlineData("""{"model":"\ud800"}""", 400, "invalid_json")]
    [InlineData("""{"\ud800":1}""", 400, "invalid_json")]
    [InlineData("""[1]""", 400, "invalid_json")]
    [InlineData("""{"model":""", 400, "invalid_json")]
    public async Task A_bad_request_gets_an_error_in_OpenAIs_shape(string body, int status, string code)
    {
        using var program = new TwinClient(Host.Address) { Ticket = Key };
        var answer = await program.SendAsync(
            HttpMethod.Post,
            "/v1/chat/completions",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        answer.Status.ShouldBe(status);
        var error = answer.Json.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        Model.Requests.ShouldBeEmpty();
    }

    private ChatClient Client()
        => new("digital-twin", new ApiKeyCredential(Key), new OpenAIClientOptions { Endpoint = new Uri(Host.Address, "/v1") });
}
