using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Configuration;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class LocalSecretStoreTests : SecretStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly LocalSecretStore store;

    public LocalSecretStoreTests() => store = new LocalSecretStore(folder.File("secrets"), configuration);

    protected override ISecretStore Store => store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_signing_key_is_made_once_and_kept_for_this_user_alone()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.GetAsync(SecretNames.TicketSigningKey, Token)));
        keys.Distinct().ShouldHaveSingleItem()!.Length.ShouldBeGreaterThanOrEqualTo(64);
        using var again = new LocalSecretStore(folder.File("secrets"), configuration);
        (await again.GetAsync(SecretNames.TicketSigningKey, Token)).ShouldBe(keys[0]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.File("secrets", SecretNames.TicketSigningKey))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_configured_signing_key_comes_before_the_one_that_was_made()
    {
        await store.GetAsync(SecretNames.TicketSigningKey, Token);
        await SetAsync(SecretNames.TicketSigningKey, "configured");
        (await store.GetAsync(SecretNames.TicketSigningKey, Token)).ShouldBe("configured");
    }

    [Fact]
    public async Task An_empty_key_file_as_a_crash_leaves_it_is_made_again()
    {
        Directory.CreateDirectory(folder.File("secrets"));
        await File.WriteAllTextAsync(folder.File("secrets", SecretNames.TicketSigningKey), "", Token);
        (await store.GetAsync(SecretNames.TicketSigningKey, Token)).ShouldNotBeNullOrEmpty();
    }

    protected override Task SetAsync(string name, string value)
    {
        configuration[SecretNames.EnvironmentVariable(name)] = value;
        return Task.CompletedTask;
    }
}
