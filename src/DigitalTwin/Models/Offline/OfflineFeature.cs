using DigitalTwin.Personas.Speech;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Models.Offline;

internal static class OfflineFeature
{
    public static IServiceCollection AddOfflineModel(this IServiceCollection services)
        => services.AddKeyedSingleton<IChatClient, OfflineChatClient>(IModel.OfflineName).AddSingleton<INextQuestions, NextQuestions>();
}
