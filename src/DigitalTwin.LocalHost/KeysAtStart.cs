using DigitalTwin.Access;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>Makes the twin's own keys at start, and refuses keys that are too short to protect anything.</summary>
internal sealed class KeysAtStart(ISecretStore secrets, IConfiguration configuration, DataFolder folder) : IHostedService
{
    /// <exception cref="StartupException">A configured key is too short, or the file of a key is damaged or cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in SecretNames.Generated)
        {
            if (await ReadAsync(name, cancellationToken) is not { Length: >= TicketService.MinKeyLength })
            {
                throw new StartupException(WhatIsWrong(name));
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await secrets.GetAsync(name, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The key {FileOf(name)} cannot be read or made: {error.Message}", error);
        }
    }

    private string WhatIsWrong(string name)
    {
        var variable = SecretNames.EnvironmentVariable(name);
        return string.IsNullOrEmpty(configuration[variable])
            ? $"The key {FileOf(name)} is damaged: it has fewer than {TicketService.MinKeyLength} characters. "
                + "Put the file of a backup in its place, or delete it, and the twin makes a new one; what the old one opened is then "
                + "closed."
            : $"{variable} has fewer than {TicketService.MinKeyLength} characters. "
                + "Leave it out, and the twin makes one and keeps it with its data.";
    }

    private string FileOf(string name) => Path.Combine(folder.Secrets, name);
}
