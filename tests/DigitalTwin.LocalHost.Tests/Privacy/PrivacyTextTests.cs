using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Privacy;

/// <summary>The privacy text says what the settings do.</summary>
public sealed class PrivacyTextTests
{
    [Fact]
    public async Task It_says_who_answers_how_long_things_are_kept_and_that_nobody_else_gets_them()
    {
        await using var host = await TwinHost.StartAsync(["Retention:Days=17", "Retention:LeadDays=1", "Retention:HandOverDays=23"]);
        var view = await host.Client.GetAsync("/api/privacy");
        view.Text("controller").ShouldBe("Ada Lovelace");
        view.Text("consent").ShouldContain("1 day at most");
        foreach (var said in new[] { "an AI", "17 days", "23 days", "365 days", "Nobody: the twin answers without any other service." })
        {
            view.Text("text").ShouldContain(said);
        }

        var page = await host.Client.Http.GetStringAsync("/privacy", TestContext.Current.CancellationToken);
        page.ShouldContain("<h1>Privacy</h1>");
        page.ShouldContain("17 days");
    }

    [Fact]
    public async Task It_names_every_service_that_gets_words()
    {
        await using var host = await TwinHost.StartAsync(
        [
            "Model:Provider=openai", "Model:Name=m", "MODEL_API_KEY=k", "Model:Probe=false", "Model:Pictures=true", "Model:Speech=s",
            "Model:Fallbacks=other@https://second.example/v1",
        ]);
        var text = (await host.Client.GetAsync("/api/privacy")).Text("text");
        foreach (var said in new[] { "api.openai.com and second.example", "your pictures", "your recordings" })
        {
            text.ShouldContain(said);
        }
    }
}
