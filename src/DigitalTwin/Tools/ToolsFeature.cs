using DigitalTwin.Personas;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Tools;

internal static class ToolsFeature
{
    public static IServiceCollection AddTools(this IServiceCollection services)
        => services.AddSingleton<ToolRegistry>()
            .AddSingleton<CallReader>()
            .AddSingleton<ToolRunner>()
            .AddSingleton(_ => AskVisitorTool.Create())
            .AddSingleton(services => SearchPersonaTool.Create(services.GetRequiredService<PersonaProvider>()));
}
