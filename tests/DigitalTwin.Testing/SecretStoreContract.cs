using DigitalTwin.Storage;

namespace DigitalTwin.Testing;

/// <summary>What every <see cref="ISecretStore"/> keeps; each adapter's tests derive from it.</summary>
public abstract class SecretStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test.</summary>
    protected abstract ISecretStore Store { get; }

    /// <summary>Sets a secret the way its owner would.</summary>
    protected abstract Task SetAsync(string name, string value);

    [Fact]
    public async Task A_secret_that_was_never_set_is_null()
        => (await Store.GetAsync("nobody-set-this", Token)).ShouldBeNull();

    [Fact]
    public async Task A_secret_is_read_as_it_is_now()
    {
        await SetAsync("contract-secret", "first");
        (await Store.GetAsync("contract-secret", Token)).ShouldBe("first");
        await SetAsync("contract-secret", "second");
        (await Store.GetAsync("contract-secret", Token)).ShouldBe("second");
    }
}
