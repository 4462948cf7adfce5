using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Agents;

/// <summary>OpenAI's agents from npm, with the twin as their model.</summary>
public sealed class NpmAgentsTests : AgentTest
{
    [Fact]
    public async Task The_agents_from_npm_work_unchanged()
    {
        const string script = """
            const OpenAI = require(process.env.OPENAI_PACKAGE);
            const agents = require(process.env.AGENTS_PACKAGE);
            (async () => {
              agents.setTracingDisabled(true);
              agents.setDefaultOpenAIClient(new OpenAI({ baseURL: process.env.TWIN, apiKey: process.env.KEY, maxRetries: 0 }));
              const out = [];
              for (const api of ['responses', 'chat_completions']) {
                agents.setOpenAIAPI(api);
                const agent = new agents.Agent({ name: 'Asks', instructions: 'Be a pirate.', model: 'digital-twin' });
                const first = await agents.run(agent, 'Hello');
                const second = await agents.run(agent, first.history.concat({ role: 'user', content: 'And then?' }), { stream: true });
                await second.completed;
                out.push(first.finalOutput, second.finalOutput);
              }
              console.log(JSON.stringify(out));
            })().catch((error) => { console.log(String(error?.stack ?? error)); process.exit(1); });
            """;
        var (openai, agents) = (Npm.PathOf("openai"), Npm.PathOf("@openai/agents"));
        Model.Otherwise = ModelServer.Reply("It is ", "all in the Notes [[writings]].");
        var (exit, output) = await Npm.RunNodeAsync(["-e", script], new Dictionary<string, string>
        {
            ["OPENAI_PACKAGE"] = openai,
            ["AGENTS_PACKAGE"] = agents,
            ["TWIN"] = $"{Host.Address}v1",
            ["KEY"] = Key,
        });
        exit.ShouldBe(0, output);
        JsonDocument.Parse(output).RootElement.EnumerateArray().Select(each => each.GetString())
            .ShouldBe(Enumerable.Repeat("It is all in the Notes [1].", 4));
        Model.Requests.Last().Texts("user").ShouldContain(text => text.Contains("all in the Notes"), "the history came along");
    }
}
