using System.Text.RegularExpressions;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>Each row of the README's table of models, with the settings that stand there, at a server in the provider's place.</summary>
public sealed partial class ProviderTests : IAsyncLifetime
{
    private ModelServer model = null!;

    public async ValueTask InitializeAsync() => model = await ModelServer.StartAsync();

    public async ValueTask DisposeAsync() => await model.DisposeAsync();

    [Theory]
    [InlineData("OpenAI", "/v1/responses", "Authorization", "Bearer test-key")]
    [InlineData("Anthropic", "/v1/messages", "x-api-key", "test-key")]
    [InlineData("Azure OpenAI", "/openai/v1/responses", "api-key", "test-key")]
    [InlineData("Ollama", "/v1/chat/completions", "Authorization", "")]
    [InlineData("Gemini", "/v1beta/openai/chat/completions", "Authorization", "Bearer test-key")]
    [InlineData("OpenRouter", "/api/v1/chat/completions", "Authorization", "Bearer test-key")]
    [InlineData("Amazon Bedrock", "/openai/v1/chat/completions", "Authorization", "Bearer test-key")]
    [InlineData("vLLM", "/v1/chat/completions", "Authorization", "")]
    public async Task A_row_of_the_readme_answers(string provider, string path, string header, string value)
    {
        model.Otherwise = path switch
        {
            _ when path.EndsWith("/responses", StringComparison.Ordinal) => ResponsesApi.Reply("Hello ", "there."),
            _ when path.EndsWith("/messages", StringComparison.Ordinal) => MessagesApi.Reply("Hello ", "there."),
            _ => ModelServer.Reply("Hello ", "there."),
        };
        var settings = SettingsOf(provider);
        await using var host = await TwinHost.StartAsync([.. settings.Select(each => $"{each.Key}={each.Value}"), "Model:Probe=false"]);
        var answer = await host.Client.ChatAsync("Hello");
        (answer.Text("reply"), answer.Json.GetProperty("degraded").GetBoolean()).ShouldBe(("Hello there.", false));
        var request = model.Requests.Single();
        request.Path.ShouldBe(path);
        request.Headers[header].ToString().ShouldBe(value);
        request.Body.GetProperty("model").GetString().ShouldBe(settings["Model:Name"]);
    }

    [Fact]
    public void Every_row_of_the_readme_is_tested()
    {
        var tested = typeof(ProviderTests).GetMethod(nameof(A_row_of_the_readme_answers))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!);
        Rows().Keys.ShouldBe(tested, ignoreOrder: true);
    }

    private static Dictionary<string, string> Rows()
        => Row().Matches(DocsTests.Read("README.md")).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

    // What the row says, but for the address: the provider's path on this machine's server. OpenAI's own address is what nobody has to set.
    private Dictionary<string, string> SettingsOf(string provider)
    {
        var settings = Rows()[provider].Split(' ').Select(each => each.Split('=', 2))
            .ToDictionary(each => each[0].Replace("__", ":", StringComparison.Ordinal), each => each[1]);
        var written = settings.TryGetValue("Model:Endpoint", out var endpoint) ? new Uri(endpoint).AbsolutePath : "/v1";
        settings["Model:Endpoint"] = new Uri(model.Endpoint, written).ToString();
        if (provider == "OpenAI")
        {
            settings["Model:Api"] = "responses";
        }

        if (settings.ContainsKey("MODEL_API_KEY"))
        {
            settings["MODEL_API_KEY"] = "test-key";
        }

        return settings;
    }

    [GeneratedRegex(@"^\| ([^|`]+) \| `(Model__Provider=[^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
