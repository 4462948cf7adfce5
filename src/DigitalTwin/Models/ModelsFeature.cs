using DigitalTwin.Hosting;
using DigitalTwin.Prompts;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Models;

internal static class ModelsFeature
{
    public static IServiceCollection AddModels(this IServiceCollection services)
        => services.AddSettings<ModelOptions>("Model")
            .AddSingleton<ModelHealth>()
            .AddSingleton<IModel, ConfiguredModel>()
            .AddSingleton<TokenEstimator>()
            .AddSingleton<PromptBuilder>();
}
