using DigitalTwin.Hosting;
using DigitalTwin.Models.Embeddings;
using DigitalTwin.Models.Probing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Models;

internal static class ModelsFeature
{
    public static IServiceCollection AddModels(this IServiceCollection services)
        => services.AddSettings<ModelOptions>("Model")
            .AddSingleton<ModelHealth>()
            .AddSingleton<EmbeddingModel>()
            .AddSingleton<IModel, ConfiguredModel>()
            .AddSingleton(services => new Lazy<IModel>(services.GetRequiredService<IModel>))
            .AddHostedService<ModelProbe>();
}
