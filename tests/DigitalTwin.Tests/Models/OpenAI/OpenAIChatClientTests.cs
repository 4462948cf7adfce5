using System.ClientModel;
using System.ClientModel.Primitives;
using DigitalTwin.Models;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using NSubstitute;

namespace DigitalTwin.Tests.Models.OpenAI;

public sealed class OpenAIChatClientTests : OpenAIChatClientTest
{
    [Fact]
    public async Task A_streamed_reply_comes_in_its_pieces_with_usage_and_model()
    {
        Server.Then(ModelServer.Reply("I am ", "Ada."));
        var updates = await Client().GetStreamingResponseAsync(Hello, new ChatOptions { MaxOutputTokens = 99 }, Token).ToListAsync(Token);
        updates.Select(update => update.Text).Where(text => text.Length > 0).ShouldBe(["I am ", "Ada."]);
        var usage = updates.SelectMany(update => update.Contents).OfType<UsageContent>().ShouldHaveSingleItem().Details;
        (usage.InputTokenCount, usage.OutputTokenCount).ShouldBe((321, 12));
        updates[0].ModelId.ShouldBe("test-model-2026");
        updates.ShouldContain(update => update.FinishReason == ChatFinishReason.Stop);

        var request = Server.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/v1/chat/completions");
        request.Headers.Authorization.ToString().ShouldBe("Bearer key-1");
        request.Body.GetProperty("model").GetString().ShouldBe("test-model");
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(99);
        request.Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
        request.Body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
            .ShouldBe(["system", "user", "assistant", "user"]);
        request.Texts("user").ShouldBe(["Hi", "Who are you?"]);
    }

    [Fact]
    public async Task A_whole_reply_comes_with_usage_and_model()
    {
        Server.Then(ModelServer.Reply("I am Ada."));
        var response = await Client().GetResponseAsync(Hello, null, Token);
        response.Text.ShouldBe("I am Ada.");
        response.ModelId.ShouldBe("test-model-2026");
        response.Usage!.InputTokenCount.ShouldBe(321);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        Server.Requests.Single().Streams.ShouldBeFalse();
    }

    [Fact]
    public async Task A_picture_follows_the_text_it_came_with()
    {
        var picture = new DataContent(new byte[] { 1, 2, 3 }, "image/png");
        await Client().GetResponseAsync([new(ChatRole.User, [new TextContent("What is this?"), picture])], null, Token);
        var parts = Server.Requests.Single().Body.GetProperty("messages")[0].GetProperty("content");
        parts[0].GetProperty("text").GetString().ShouldBe("What is this?");
        parts[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/png;base64,AQID");
    }

    [Fact]
    public async Task A_refused_key_is_read_anew_and_tried_once_more()
    {
        Secrets.GetAsync(SecretNames.ModelApiKey, Arg.Any<CancellationToken>()).Returns("old", "new");
        Server.Then(ModelServer.Fail(401)).Then(ModelServer.Reply("Fine."));
        (await Client().GetResponseAsync(Hello, null, Token)).Text.ShouldBe("Fine.");
        Server.Requests.Select(request => request.Headers.Authorization.ToString()).ShouldBe(["Bearer old", "Bearer new"]);
    }

    [Fact]
    public async Task A_key_refused_twice_is_a_failure()
    {
        Server.Then(ModelServer.Fail(401)).Then(ModelServer.Fail(401));
        (await FailAsync()).Failure.ShouldBe(ModelFailure.Unauthorized);
        Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_key_the_request_goes_out_bare()
    {
        Secrets.GetAsync(SecretNames.ModelApiKey, Arg.Any<CancellationToken>()).Returns((string?)null);
        await Client().GetResponseAsync(Hello, null, Token);
        Server.Requests.Single().Headers.ContainsKey("Authorization").ShouldBeFalse();
    }

    [Theory]
    [InlineData(400, nameof(ModelFailure.Rejected))]
    [InlineData(403, nameof(ModelFailure.Unauthorized))]
    [InlineData(402, nameof(ModelFailure.Unpaid))]
    [InlineData(404, nameof(ModelFailure.NotFound))]
    [InlineData(429, nameof(ModelFailure.RateLimited))]
    [InlineData(500, nameof(ModelFailure.Unavailable))]
    [InlineData(503, nameof(ModelFailure.Unavailable))]
    public async Task A_status_says_what_kind_of_failure_it_is(int status, string failure)
    {
        Server.Otherwise = ModelServer.Fail(status);
        (await FailAsync()).Failure.ToString().ShouldBe(failure);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7.0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "nonsense", null)]
    public async Task The_wait_an_endpoint_asks_for_is_read(string header, string value, double? seconds)
    {
        Server.Otherwise = ModelServer.Fail(429, (header, value));
        (await FailAsync()).RetryAfter?.TotalSeconds.ShouldBe(seconds!.Value);
    }

    [Fact]
    public async Task A_wait_until_a_date_is_read_against_the_answers_own_date()
    {
        Server.Otherwise = ModelServer.Fail(
            503,
            ("Date", "Fri, 02 Jan 2026 03:04:00 GMT"),
            ("Retry-After", "Fri, 02 Jan 2026 03:04:05 GMT"));
        (await FailAsync()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_stream_cut_in_the_middle_is_a_failure_after_its_text()
    {
        Server.Then(ModelServer.Reply(["one ", "two ", "three"], null, cutAfter: 2));
        var text = "";
        var error = await Should.ThrowAsync<ModelException>(async () =>
        {
            await foreach (var update in Client().GetStreamingResponseAsync(Hello, null, Token))
            {
                text += update.Text;
            }
        });
        text.ShouldBe("one two ");
        error.Failure.ShouldBe(ModelFailure.Unavailable);
    }

    [Theory]
    [InlineData("<html>proxy</html>", nameof(ModelFailure.NotFound))]
    [InlineData("proxy", nameof(ModelFailure.Unavailable))]
    [InlineData("", nameof(ModelFailure.Unavailable))]
    public async Task An_answer_that_is_not_JSON_is_a_failure(string answer, string failure)
    {
        Server.Otherwise = (http, _) => http.Response.WriteAsync(answer);
        (await FailAsync()).Failure.ToString().ShouldBe(failure);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_listen_is_a_failure()
    {
        var client = Client();
        await Server.DisposeAsync();
        var error = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync(Hello, null, Token));
        error.Failure.ShouldBe(ModelFailure.Unavailable);
    }

    [Fact]
    public async Task A_callers_cancellation_is_not_a_model_failure()
    {
        Server.Then(ModelServer.Hang());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = Client().GetResponseAsync(Hello, null, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Azure_gets_its_key_in_its_own_header()
    {
        await Client(ModelProvider.Azure).GetResponseAsync(Hello, new ChatOptions { MaxOutputTokens = 50 }, Token);
        var request = Server.Requests.Single();
        request.Headers["api-key"].ToString().ShouldBe("key-1");
        request.Body.GetProperty("max_completion_tokens").GetInt32().ShouldBe(50);
    }

    [Fact]
    public void Azure_without_a_path_gets_its_v1_path()
    {
        var azure = new ModelOptions { Provider = ModelProvider.Azure, Endpoint = new Uri("https://x.openai.azure.com") };
        OpenAIClients.EndpointOf(ModelTarget.Of(azure)).ToString().ShouldBe("https://x.openai.azure.com/openai/v1");
        OpenAIClients.EndpointOf(ModelTarget.Of(new ModelOptions { Provider = ModelProvider.OpenAI })).Host.ShouldBe("api.openai.com");
    }

    [Fact]
    public async Task Azure_takes_a_token_of_Entra_ID_where_the_host_supplies_one()
    {
        var policy = Should.NotThrow(() => Client(ModelProvider.Azure, new FixedToken()));
        // Tokens only travel over TLS: the official policy refuses anything else.
        await Should.ThrowAsync<Exception>(() => policy.GetResponseAsync(Hello, null, Token));
        Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://api.example.com/v1", "openai")]
    [InlineData("https://x.openai.azure.com/openai/v1", "azure.ai.openai")]
    public void Metadata_tells_Azure_from_others(string endpoint, string provider)
    {
        using var client = Client(ModelProvider.Azure, endpoint: new Uri(endpoint));
        var metadata = client.GetService<ChatClientMetadata>()!;
        (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId).ShouldBe((provider, new Uri(endpoint), "test-model"));
    }

    [Fact]
    public void Metadata_names_provider_and_model()
    {
        var client = Client();
        client.GetService<ChatClientMetadata>()!.DefaultModelId.ShouldBe("test-model");
        client.GetService<EndpointChatClient>().ShouldBeSameAs(client);
        ((IChatClient)client).GetService(typeof(string), "key").ShouldBeNull();
    }

    private async Task<ModelException> FailAsync()
        => await Should.ThrowAsync<ModelException>(() => Client().GetResponseAsync(Hello, null, Token));

    private sealed class FixedToken : AuthenticationTokenProvider
    {
        public override GetTokenOptions? CreateTokenOptions(IReadOnlyDictionary<string, object> properties) => new(properties);

        public override AuthenticationToken GetToken(GetTokenOptions options, CancellationToken cancellationToken)
            => new("token", "Bearer", DateTimeOffset.MaxValue);

        public override ValueTask<AuthenticationToken> GetTokenAsync(
            GetTokenOptions options,
            CancellationToken cancellationToken)
            => new(GetToken(options, cancellationToken));
    }
}
