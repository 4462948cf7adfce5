namespace DigitalTwin.LocalHost.Commands;

/// <summary>
/// The command <c>health</c>: asks the twin on this machine whether its process is up, at the address that the same settings
/// would make it listen on. For containers, which have no other program to ask with.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // As addresses to listen on they mean every address of the machine.
    private static readonly string[] Everywhere = ["+", "*", "0.0.0.0", "[::]"];

    /// <returns>The exit code: 0 where the twin is up, else 1.</returns>
    public static async Task<int> RunAsync(string[] settings)
    {
        var address = AddressOf(LocalHostApp.CreateBuilder(settings).Configuration);
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address);
            answer.EnsureSuccessStatusCode();
            await Console.Out.WriteLineAsync($"The twin is up: {address}");
            return 0;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"The twin is not up: {address} {error.Message}");
            return 1;
        }
    }

    /// <summary>Where a twin with this configuration tells of its health.</summary>
    /// <exception cref="StartupException">An address cannot be read, or has the port 0, which is another one each time.</exception>
    internal static Uri AddressOf(IConfiguration configuration)
    {
        var listens = LocalHostApp.AddressesOf(configuration);
        var first = listens.FirstOrDefault(address => address.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) ?? listens[0];
        try
        {
            var binding = BindingAddress.Parse(first);
            var host = Everywhere.Contains(binding.Host) ? "localhost" : binding.Host;
            return binding.Port > 0
                ? new UriBuilder(binding.Scheme, host, binding.Port, "/api/health").Uri
                : throw new StartupException("With the port 0 a twin listens on another port each time: name the one it has with --urls.");
        }
        catch (FormatException error)
        {
            throw new StartupException($"The address {first} cannot be read: {error.Message}", error);
        }
    }
}
