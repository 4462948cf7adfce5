using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Agents;

public sealed class ApiKeyTests : AgentTest
{
    [Fact]
    public async Task A_key_is_shown_once_and_opens_nothing_once_it_is_taken_back()
    {
        (await ModelsAsync(Key)).ShouldBe(200);
        var listed = (await Owner.GetAsync("/api/owner/keys")).Json.GetProperty("keys")[0];
        listed.GetProperty("name").GetString().ShouldBe("A program");
        listed.TryGetProperty("key", out _).ShouldBeFalse();
        DataOnDisk.Rows(Host.DataPath, "keys").ShouldNotBeEmpty();
        DataOnDisk.FilesWith(Host.DataPath, Key.Split('-')[2]).ShouldBeEmpty();
        (await Owner.SendAsync(HttpMethod.Delete, $"/api/owner/keys/{KeyId}")).Status.ShouldBe(204);
        (await ModelsAsync(Key)).ShouldBe(401);
        (await Owner.SendAsync(HttpMethod.Delete, $"/api/owner/keys/{KeyId}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dt-")]
    [InlineData("dt-0123456789abcdef-")]
    [InlineData("dt-../../../etc/x-y")]
    [InlineData("sk-anything")]
    public async Task Text_that_is_not_an_issued_key_opens_nothing(string key)
    {
        (await ModelsAsync(key)).ShouldBe(401);
        (await ModelsAsync(Key + "0")).ShouldBe(401);
        (await ModelsAsync(Key[..^1] + (Key[^1] == '0' ? '1' : '0'))).ShouldBe(401);
    }

    [Fact]
    public async Task Only_the_owner_issues_keys_and_no_other_ticket_is_one()
    {
        using var visitor = Host.NewClient();
        await visitor.ChatAsync("Hello");
        (await visitor.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "Mine" })))
            .Code.ShouldBe("owner_key_invalid");
        (await ModelsAsync(visitor.Ticket!)).ShouldBe(401);
        (await ModelsAsync(Owner.Ticket!)).ShouldBe(401, "the owner's key is not for programs");
        (await Owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "" }))).Code.ShouldBe("invalid_field");
        using var program = new TwinClient(Host.Address) { Ticket = Key };
        (await program.GetAsync("/api/owner/inbox")).Code.ShouldBe("owner_key_invalid");
    }

    private async Task<int> ModelsAsync(string key)
    {
        using var client = new TwinClient(Host.Address) { Ticket = key };
        return (await client.GetAsync("/v1/models")).Status;
    }
}
