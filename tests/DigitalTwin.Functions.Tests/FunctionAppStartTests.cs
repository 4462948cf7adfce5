using System.Text.Json;
using DigitalTwin.Functions.Tests.Host;
using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>What a deployment brings, what the worker starts with, and what it tells the host of itself.</summary>
public sealed class FunctionAppStartTests(FunctionAppFixture app) : FunctionAppTest(app), IClassFixture<FunctionAppFixture>
{
    [Fact]
    public void The_function_for_all_other_addresses_comes_last_where_the_host_maps_them()
    {
        var routes = FunctionRoutes.Of(Host.Channel.Functions.Values).ToList();
        routes.Select(function => function.Function.Name).Order(StringComparer.OrdinalIgnoreCase)
            .ShouldBe(["Chat", "ChatVoice", "Health", "HealthReady", "Web"]);
        routes.Single(function => function.Route == "{*path}").Function.Name.ShouldBe("Web");
        routes.Where(function => function.Function.Bindings.Values.All(binding => binding.Type != "durableClient"))
            .Select(function => function.Function.Name).ShouldBe(["Health", "HealthReady"], ignoreOrder: true);
    }

    [Fact]
    public void What_is_published_tells_the_platform_the_same_functions()
    {
        var file = Path.Combine(FunctionHost.Folder, "functions.metadata");
        var published = JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray().ToList();
        published.Select(function => function.GetProperty("name").GetString()).ShouldBe(Host.Channel.Functions.Keys, ignoreOrder: true);
        published.Where(function => function.GetProperty("bindings")[0].GetProperty("type").GetString() == "httpTrigger")
            .Select(function => function.GetProperty("bindings")[0].GetProperty("route").GetString()).Order()
            .ShouldBe(FunctionRoutes.Of(Host.Channel.Functions.Values).Select(function => function.Route).Order());
        using var hostFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionHost.Folder, "host.json")));
        hostFile.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString().ShouldBe("");
        using var worker = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionHost.Folder, "worker.config.json")));
        worker.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString().ShouldBe("DigitalTwin.Functions.dll");
    }

    [Fact]
    public async Task The_sample_of_the_settings_is_a_twin_that_answers_offline()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json"), Token);
        var sample = JsonDocument.Parse(file).RootElement.GetProperty("Values")
            .EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!);
        sample["Storage__ConnectionString"] = App.ConnectionString;
        sample["Storage__Container"] = App.Settings["Storage__Container"];
        await using var twin = await FunctionHost.StartAsync(sample);
        using var visitor = new TwinClient(twin.Address);
        (await visitor.ChatAsync("Hello")).Text("model").ShouldBe("offline");
    }

    [Fact]
    public async Task Nothing_is_connected_to_before_it_is_needed()
    {
        var nowhere = new Dictionary<string, string>(App.Settings)
        {
            ["Storage__ConnectionString"] = "",
            ["Storage__TableUri"] = "https://nowhere.invalid",
            ["Storage__BlobUri"] = "https://nowhere.invalid",
            ["KeyVault__Uri"] = "https://nowhere.invalid",
        };
        await using var twin = await FunctionHost.StartAsync(nowhere);
        using var visitor = new TwinClient(twin.Address);
        (await visitor.GetAsync("/api/health")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Bad_settings_are_all_said_at_once_and_the_worker_does_not_start()
    {
        var bad = new Dictionary<string, string>(App.Settings)
        {
            ["Storage__ConnectionString"] = "",
            ["Limits__ModelSteps"] = "0",
            ["Model__Provider"] = "openai",
            ["Model__Endpoint"] = "",
        };
        var error = await Should.ThrowAsync<InvalidOperationException>(() => FunctionHost.StartAsync(bad));
        error.Message.ShouldContain("set either ConnectionString, or both TableUri and BlobUri");
        error.Message.ShouldContain("ModelSteps");
    }
}
