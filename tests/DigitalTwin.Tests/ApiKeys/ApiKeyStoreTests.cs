using DigitalTwin.ApiKeys;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Tests.Access;
using DigitalTwin.Tests.Storage;

namespace DigitalTwin.Tests.ApiKeys;

public sealed class ApiKeyStoreTests : RowStoreTest
{
    private readonly ApiKeyStore keys;

    public ApiKeyStoreTests()
    {
        keys = new ApiKeyStore(Rows, TestCallers.RateLimitsOf(new RatesOptions(), Time), Time);
    }

    [Fact]
    public async Task A_key_ends_when_its_time_is_over()
    {
        var key = await IssueAsync(each => each with { ExpiresAt = Time.GetUtcNow().AddHours(1), Scopes = [ApiKeyScopes.Ask] });
        (await keys.FindAsync(key.Key!, Token))!.Scopes.ShouldBe([ApiKeyScopes.Ask]);
        Time.Advance(TimeSpan.FromHours(1));
        (await keys.FindAsync(key.Key!, Token)).ShouldBeNull();
        (await keys.FindAsync(key.Key! + "x", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Its_use_is_noted_to_the_hour_and_costs_a_write_an_hour()
    {
        var key = await IssueAsync(each => each);
        Rows.Reset();
        Time.Advance(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 5; i++)
        {
            await keys.FindAsync(key.Key!, Token);
        }

        Rows.Writes.ShouldBe(1);
        (await keys.ListAsync(null, 10, Token))[0].LastUsedAt.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Time.Advance(TimeSpan.FromHours(2));
        await keys.FindAsync(key.Key!, Token);
        (await keys.ListAsync(null, 10, Token))[0].LastUsedAt.ShouldBe(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task It_has_a_quota_of_its_own()
    {
        var (few, many) = (await IssueAsync(each => each with { DailyRequests = 2 }), await IssueAsync(each => each));
        await keys.FindAsync(few.Key!, Token);
        await keys.FindAsync(few.Key!, Token);
        (await Should.ThrowAsync<ProblemException>(() => keys.FindAsync(few.Key!, Token))).Policy!.Name.ShouldBe("program-quota");
        (await keys.FindAsync(many.Key!, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Pages_have_every_key_once()
    {
        var issued = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            issued.Add((await IssueAsync(each => each)).Id);
        }

        var (seen, after) = (new List<string>(), (string?)null);
        while (await keys.ListAsync(after, 2, Token) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(key => key.Id));
            after = page[^1].Id;
        }

        seen.ShouldBe(issued.Order(StringComparer.Ordinal));
    }

    private Task<ApiKey> IssueAsync(Func<ApiKey, ApiKey> with)
        => keys.IssueAsync(with(new ApiKey("", "me", default, ApiKeyScopes.All)), Token);
}
