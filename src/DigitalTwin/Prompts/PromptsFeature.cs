using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Prompts;

internal static class PromptsFeature
{
    public static IServiceCollection AddPrompts(this IServiceCollection services)
        => services.AddSingleton<TokenEstimator>().AddSingleton<PromptBuilder>().AddSingleton<Summarizer>();
}
