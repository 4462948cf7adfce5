using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace DigitalTwin.Tests.Storage;

public sealed class SecretClockTests
{
    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_wall_clock_that_is_set_changes_no_lifetime(int hours)
    {
        var (time, store, token) = (new ManualTime(), Substitute.For<ISecretStore>(), TestContext.Current.CancellationToken);
        store.GetAsync("owner-key", Arg.Any<CancellationToken>()).Returns("old", "new");
        var secrets = new SecretCache(store, new ConfigurationManager(), time, NullLogger<SecretCache>.Instance);
        (await secrets.GetAsync("owner-key", token)).ShouldBe("old");
        time.SetClock(TimeSpan.FromHours(hours));
        (await secrets.GetAsync("owner-key", token)).ShouldBe("old");
        time.Advance(SecretCache.Lifetime);
        (await secrets.GetAsync("owner-key", token)).ShouldBe("new");
    }
}
