using DigitalTwin.Conversations.Listing;
using DigitalTwin.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Conversations;

internal static class ConversationsFeature
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
        => services.AddSingleton<ConversationCache>()
            .AddSingleton<DamageBook>()
            .AddSingleton<ConversationIndex>()
            .AddSingleton<IConversationListener>(services => services.GetRequiredService<ConversationIndex>())
            .AddSingleton<OwnerMessages>()
            .AddSingleton<ConversationStore>();
}
