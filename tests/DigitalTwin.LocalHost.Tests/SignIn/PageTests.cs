using DigitalTwin.Testing;
using DigitalTwin.Testing.SignIn;

namespace DigitalTwin.LocalHost.Tests.SignIn;

/// <summary>Pages that are signed in, of the twin's own and of others.</summary>
public sealed class PageTests
{
    private const string Email = "ada@example.com";
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_page_has_cookies_that_no_script_reads_and_no_other_site_has_sent()
    {
        await using var host = await TwinHost.StartAsync();
        using var owner = await host.NewOwnerAsync();
        await owner.SendAsync(HttpMethod.Post, "/api/auth/register", TwinClient.Json(new { email = Email, password = Password }));
        using var page = new PageClient(host.Address);
        var signedIn = await page.SendAsync(HttpMethod.Post, "/api/auth/login", new { email = Email, password = Password });
        (signedIn.Status, signedIn.Json.ToString().Contains("Token", StringComparison.Ordinal)).ShouldBe((200, false));
        page.SetCookies.Count.ShouldBe(2);
        foreach (var cookie in page.SetCookies)
        {
            cookie.ShouldStartWith("__Host-");
            foreach (var mark in new[] { "path=/;", "secure", "samesite=strict", "httponly" })
            {
                cookie.ShouldContain(mark);
            }
        }

        (await page.SendAsync(HttpMethod.Get, "/api/owner/inbox")).Status.ShouldBe(200);
        page.Csrf = null;
        (await page.SendAsync(HttpMethod.Get, "/api/owner/inbox")).Status.ShouldBe(200);
        (await page.SendAsync(HttpMethod.Post, "/api/owner/stop")).Code.ShouldBe("csrf_header_missing");
        (await page.SendAsync(HttpMethod.Post, "/api/auth/refresh")).Code.ShouldBe("csrf_header_missing");
        (await page.SendAsync(HttpMethod.Post, "/api/auth/logout")).Code.ShouldBe("csrf_header_missing");
        page.Csrf = "1";
        (await page.SendAsync(HttpMethod.Post, "/api/owner/stop")).Status.ShouldBe(200);
        (await page.SendAsync(HttpMethod.Post, "/api/auth/refresh")).Status.ShouldBe(200);
        page.Origin = "http://localhost:4000";
        (await page.SendAsync(HttpMethod.Post, "/api/auth/refresh")).Code.ShouldBe("origin_not_allowed");
        page.Origin = host.Address.GetLeftPart(UriPartial.Authority);
        (await page.SendAsync(HttpMethod.Post, "/api/auth/logout")).Status.ShouldBe(204);
        page.Cookies.ShouldBeEmpty();
        (await page.SendAsync(HttpMethod.Get, "/api/owner/inbox")).Code.ShouldBe("owner_key_invalid");
    }

    [Fact]
    public async Task No_other_sites_page_may_send_the_header()
    {
        await using var twin = await TwinHost.StartAsync(["Access:Origins=https://me.example"]);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/owner/stop");
        preflight.Headers.Add("Origin", "https://me.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "x-twin-csrf");
        using var answer = await twin.Client.Http.SendAsync(preflight, TestContext.Current.CancellationToken);
        string.Join(',', answer.Headers.TryGetValues("Access-Control-Allow-Headers", out var allowed) ? allowed : [])
            .ShouldNotContain("csrf", Case.Insensitive);
        answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Theory]
    [InlineData("twin.example", null, 403)]
    [InlineData("twin.example", "http", 403)]
    [InlineData("twin.example", "https", 401)]
    [InlineData("localhost", null, 401)]
    public async Task Signing_in_needs_https_but_on_this_machine(string name, string? forwarded, int status)
    {
        await using var twin = await TwinHost.StartAsync(["Access:Hosts=twin.example", "Access:Proxies=1"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = TwinClient.Json(new { email = Email, password = Password }),
            Headers = { Host = name },
        };
        if (forwarded is not null)
        {
            request.Headers.Add("X-Forwarded-Proto", forwarded);
        }

        using var answer = await twin.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(status);
    }
}
