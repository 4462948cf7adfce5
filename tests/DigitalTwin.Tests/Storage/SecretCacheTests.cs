using DigitalTwin.Storage;
using DigitalTwin.Testing;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace DigitalTwin.Tests.Storage;

public sealed class SecretCacheTests
{
    private readonly ISecretStore store = Substitute.For<ISecretStore>();
    private readonly ManualTime time = new();
    private readonly IConfigurationRoot environment = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly SecretCache cache;

    public SecretCacheTests() => cache = new SecretCache(store, environment, time, NullLogger<SecretCache>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_secret_is_cached_expires_and_is_refreshed_on_demand() => Properties.ForAll(Gen.ListOf(Gen.Choose(0, 5)), steps =>
    {
        var (own, version, seen, readAt) = (new ManualTime(), 0, -1, DateTimeOffset.MinValue);
        var source = Substitute.For<ISecretStore>();
        source.GetAsync("s", Arg.Any<CancellationToken>()).Returns(_ => $"v{version}");
        var secrets = new SecretCache(source, environment, own, NullLogger<SecretCache>.Instance);
        foreach (var step in steps)
        {
            version++;
            own.Advance(TimeSpan.FromMinutes(step * 15));
            var refreshes = step == 5;
            var value = (refreshes ? secrets.RefreshAsync("s", Token) : secrets.GetAsync("s", Token)).AsTask().GetAwaiter().GetResult();
            if (refreshes || own.GetUtcNow() - readAt >= SecretCache.Lifetime)
            {
                (seen, readAt) = (version, own.GetUtcNow());
            }

            value.ShouldBe($"v{seen}");
        }
    }, 100);

    [Fact]
    public async Task The_environment_stands_in_for_a_store_that_has_nothing()
    {
        environment["MODEL_API_KEY"] = "from-environment";
        (await cache.GetAsync("model-api-key", Token)).ShouldBe("from-environment");
        store.GetAsync("model-api-key", Arg.Any<CancellationToken>()).Returns("from-store");
        (await cache.RefreshAsync("model-api-key", Token)).ShouldBe("from-store");
    }

    [Fact]
    public async Task The_environment_stands_in_for_a_store_that_fails()
    {
        environment["S"] = "from-environment";
        store.GetAsync("s", Arg.Any<CancellationToken>()).ThrowsAsync(new InvalidOperationException("down"));
        (await cache.GetAsync("s", Token)).ShouldBe("from-environment");
    }

    [Fact]
    public async Task A_value_once_read_outlives_a_failing_store()
    {
        store.GetAsync("s", Arg.Any<CancellationToken>()).Returns("good");
        await cache.GetAsync("s", Token);
        store.GetAsync("s", Arg.Any<CancellationToken>()).ThrowsAsync(new IOException("down"));
        time.Advance(SecretCache.Lifetime);
        (await cache.GetAsync("s", Token)).ShouldBe("good");
    }

    [Fact]
    public async Task A_secret_that_was_removed_is_gone_after_its_time()
    {
        store.GetAsync("s", Arg.Any<CancellationToken>()).Returns("good", (string?)null);
        await cache.GetAsync("s", Token);
        time.Advance(SecretCache.Lifetime);
        (await cache.GetAsync("s", Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task An_empty_secret_counts_as_missing(string empty)
    {
        store.GetAsync("s", Arg.Any<CancellationToken>()).Returns(empty);
        (await cache.GetAsync("s", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_callers_cancellation_is_not_taken_for_a_failure()
    {
        store.GetAsync("s", Arg.Any<CancellationToken>()).ThrowsAsync(new OperationCanceledException());
        await Should.ThrowAsync<OperationCanceledException>(() => cache.GetAsync("s", Token).AsTask());
    }
}
