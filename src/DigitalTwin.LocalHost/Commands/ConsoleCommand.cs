using System.Text.Json;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Commands;

/// <summary>
/// The command <c>console</c>: says where the owner's console of the twin is that runs here. Until it is claimed, the address has the
/// owner's key behind its <c>#</c>, which browsers send nowhere; it is printed because its owner asked, and never logged.
/// </summary>
internal static class ConsoleCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>The exit code: 0, or 1 where no twin runs here.</returns>
    public static async Task<int> RunAsync(string[] settings)
    {
        var configuration = LocalHostApp.CreateBuilder(settings).Configuration;
        var twin = new Uri(HealthCommand.AddressOf(configuration), "/");
        using var http = new HttpClient { Timeout = Patience, BaseAddress = twin };
        try
        {
            using var door = JsonDocument.Parse(await http.GetStringAsync("/api/auth"));
            var isClaimed = door.RootElement.GetProperty("isClaimed").GetBoolean();
            using var secrets = new LocalSecretStore(DataFolder.SecretsOf(DataFolder.PathOf(configuration)), configuration);
            var key = isClaimed ? null : await secrets.GetAsync(SecretNames.OwnerKey, CancellationToken.None);
            await Console.Out.WriteLineAsync($"{new Uri(twin, "/owner")}{(key is null ? "" : $"#claim?key={Uri.EscapeDataString(key)}")}");
            return 0;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
        {
            await Console.Error.WriteLineAsync($"The twin is not up: {twin} {error.Message}");
            return 1;
        }
    }
}
