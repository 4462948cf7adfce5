using System.Text;
using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>A test of the owner's API, with a twin, its owner and a visitor.</summary>
public abstract class OwnerTest : IAsyncLifetime
{
    private protected const string Conversations = "/api/owner/conversations";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TwinHost Host { get; private set; } = null!;

    protected TwinClient Owner { get; private set; } = null!;

    protected TwinClient Visitor => Host.Client;

    protected virtual IReadOnlyList<string> Settings => [];

    public async ValueTask InitializeAsync()
    {
        Host = await StartAsync();
        Owner = await Host.NewOwnerAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual Task<TwinHost> StartAsync() => TwinHost.StartAsync(Settings);

    protected Task<Answer> PostAsync(string path, object? body = null)
        => Owner.SendAsync(HttpMethod.Post, path, body is null ? null : TwinClient.Json(body));

    protected Task<Answer> SendTextAsync(HttpMethod method, string path, string text)
        => Owner.SendAsync(method, path, new StringContent(text, Encoding.UTF8, "text/plain"));

    protected Task<Answer> PutEvalsAsync(string yaml) => SendTextAsync(HttpMethod.Put, "/api/owner/evals/basics", yaml);

    /// <summary>Looks until something is as it is to be: what follows an act comes a moment later.</summary>
    protected static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isThere)
    {
        for (var attempt = 0; ; attempt++)
        {
            var found = await look();
            if (isThere(found) || attempt == 400)
            {
                isThere(found).ShouldBeTrue($"{found}");
                return found;
            }

            await Task.Delay(25, Token);
        }
    }

    protected Task<IReadOnlyList<JsonElement>> ListAsync(string query, Func<IReadOnlyList<JsonElement>, bool> isThere)
        => UntilAsync(
            async () => (IReadOnlyList<JsonElement>)[.. (await Owner.GetAsync(Conversations + query)).Json.GetProperty("conversations")
                .EnumerateArray()],
            isThere);

    protected async Task<IReadOnlyList<JsonElement>> NoticesAsync(string type)
        => [.. (await Owner.GetAsync("/api/owner/notices?after=0")).Json.GetProperty("notices").EnumerateArray()
            .Where(notice => notice.GetProperty("type").GetString() == type)];
}
