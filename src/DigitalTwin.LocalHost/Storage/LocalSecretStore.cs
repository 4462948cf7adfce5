using System.Buffers.Text;
using System.Security.Cryptography;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>
/// Secrets of one machine: from the environment or .NET user secrets. The twin's own keys, which no owner should have
/// to invent, are made on first use and kept in <c>{folder}</c>, readable by this user alone.
/// </summary>
internal sealed class LocalSecretStore(string folder, IConfiguration configuration) : ISecretStore, IDisposable
{
    private readonly SemaphoreSlim making = new(1, 1);

    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (configuration[SecretNames.EnvironmentVariable(name)] is { Length: > 0 } configured)
        {
            return configured;
        }

        return SecretNames.Generated.Contains(name, StringComparer.Ordinal)
            ? await ReadOrMakeAsync(name, cancellationToken)
            : null;
    }

    public void Dispose() => making.Dispose();

    private async Task<string> ReadOrMakeAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        await making.WaitAsync(cancellationToken);
        try
        {
            // An empty file is what a crash between creating and writing leaves.
            if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken) is { Length: > 0 } kept)
            {
                return kept;
            }

            return await MakeAsync(path, cancellationToken);
        }
        finally
        {
            making.Release();
        }
    }

    private static async Task<string> MakeAsync(string path, CancellationToken cancellationToken)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new StreamWriter(path, options))
        {
            await file.WriteAsync(secret.AsMemory(), cancellationToken);
        }

        return secret;
    }
}
