using DigitalTwin.Samples.OwnTool;
using DigitalTwin.Tools;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Functions.Tests;

/// <summary>The sample's tools in the function app: added with the very words of the local host.</summary>
public sealed class OwnToolTests
{
    [Fact]
    public async Task The_samples_tools_are_the_function_apps()
    {
        var builder = FunctionsApplication.CreateBuilder([]);

        // The local host's settings lie beside the tests.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([new("Storage:ConnectionString", "UseDevelopmentStorage=true")]);
        builder.ConfigureFunctionsWebApplication();
        builder.AddDigitalTwin(twin => twin.AddWorkshop());
        await using var services = builder.Services.BuildServiceProvider();
        var registry = services.GetRequiredService<ToolRegistry>();
        registry.Find("opening_hours", ToolAudience.Visitor).ShouldNotBeNull();
        registry.Find("book_visit", ToolAudience.Visitor)!.Approval.ShouldBe(ToolApproval.Always);
        registry.Find("search_persona", ToolAudience.Visitor).ShouldNotBeNull();
    }
}
