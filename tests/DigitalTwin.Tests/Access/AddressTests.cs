using System.Net;
using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Access;

/// <summary>Under which names the twin answers, and how clients' addresses are counted.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("twin.example", "127.0.0.1", true)]
    [InlineData("TWIN.example.", "127.0.0.1", true)]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("me.localhost", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("[::1]", "::1", true)]
    [InlineData("192.168.1.5", "192.168.1.5", true)]
    [InlineData("192.168.1.5", "172.17.0.2", true)]
    [InlineData("localhost", "172.17.0.2", true)]
    [InlineData("192.168.1.5", "127.0.0.1", false)]
    [InlineData("evil.example", "127.0.0.1", false)]
    [InlineData("evil.example", "192.168.1.5", false)]
    [InlineData("localhost.evil.example", "127.0.0.1", false)]
    [InlineData("127.0.0.1.evil.example", "127.0.0.1", false)]
    [InlineData("nottwin.example", "127.0.0.1", false)]
    [InlineData("", "127.0.0.1", false)]
    public void The_twin_answers_under_its_own_names(string host, string local, bool allowed)
        => new HostPolicy(Options.Create(new AccessOptions { Hosts = ["twin.example"] })).Allows(host, IPAddress.Parse(local))
            .ShouldBe(allowed);

    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5", true)]
    [InlineData("203.0.113.5", "203.0.113.6", false)]
    [InlineData("203.0.113.5", "::ffff:203.0.113.5", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.6", "::", false)]
    public void Addresses_are_counted_by_household(string one, string other, bool same)
        => (ClientAddress.KeyOf(IPAddress.Parse(one)) == ClientAddress.KeyOf(IPAddress.Parse(other))).ShouldBe(same);

    [Fact]
    public void A_connection_without_an_address_is_counted_as_one()
    {
        ClientAddress.KeyOf((IPAddress?)null).ShouldBe(UInt128.Zero);
        ClientAddress.NetworkOf(null).ShouldBe("unknown");
    }

    [Theory]
    [InlineData("twin-abc.azurewebsites.net", "twin-abc.azurewebsites.net")]
    [InlineData("localhost:7071", "localhost")]
    [InlineData(null, null)]
    [InlineData("", null)]
    public void On_Azure_the_app_answers_under_its_own_name(string? platform, string? name)
    {
        var settings = new Dictionary<string, string?> { ["WEBSITE_HOSTNAME"] = platform, ["Access:Hosts"] = "me.example" };
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddAccess()
            .BuildServiceProvider();
        string[] names = name is null ? ["me.example"] : ["me.example", name];
        services.GetRequiredService<IOptions<AccessOptions>>().Value.Hosts.ShouldBe(names);
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1::/48")]
    public void A_log_names_networks_only(string address, string network)
        => ClientAddress.NetworkOf(IPAddress.Parse(address)).ShouldBe(network);
}
