using DigitalTwin.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Conversations;

internal static class ConversationsFeature
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
        => services.AddSingleton<ConversationCache>().AddSingleton<DamageBook>().AddSingleton<ConversationStore>();
}
