using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using DigitalTwin.SignIn.Oidc;
using DigitalTwin.Testing;
using DigitalTwin.Testing.SignIn;

namespace DigitalTwin.LocalHost.Tests.SignIn;

/// <summary>The owner's sign-in with a provider: a certified one, and one whose tokens are wrong.</summary>
public sealed partial class ProviderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owner_is_let_in_and_nobody_else()
    {
        await using var provider = await OidcServer.StartAsync();
        await using var host = await StartAsync(provider.Issuer, "ada@example.com");
        using var page = new PageClient(host.Address);
        using var answer = await page.BrowseAsync("/api/auth/oidc?returnTo=/docs");
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("url=/docs");
        page.Cookies.Keys.ShouldBe(["__Host-twin-access", "__Host-twin-refresh"], ignoreOrder: true, "the state's own cookies are gone");
        (await page.SendAsync(HttpMethod.Get, "/api/owner/inbox")).Status.ShouldBe(200);
        foreach (var (subject, email, isVerified, isIn) in new[]
        {
            ("ada-1815", "ADA@example.com", true, true),
            ("ada-1815", "ada@example.com", false, false),
            ("eve", "eve@example.com", true, false),
            ("ada@example.com", "eve@example.com", false, true),
        })
        {
            (provider.Subject, provider.Email, provider.EmailVerified) = (subject, email, isVerified);
            using var other = new PageClient(host.Address);
            using var ended = await other.BrowseAsync("/api/auth/oidc");
            (ended.StatusCode == HttpStatusCode.OK).ShouldBe(isIn, subject);
            other.Cookies.ContainsKey("__Host-twin-access").ShouldBe(isIn, subject);
        }
    }

    [Theory]
    [InlineData(OidcFault.WrongIssuer)]
    [InlineData(OidcFault.WrongAudience)]
    [InlineData(OidcFault.WrongNonce)]
    [InlineData(OidcFault.NoNonce)]
    [InlineData(OidcFault.Expired)]
    [InlineData(OidcFault.StaleKey)]
    [InlineData(OidcFault.NoSignature)]
    [InlineData(OidcFault.SymmetricKey)]
    [InlineData(OidcFault.WrongState)]
    [InlineData(OidcFault.WrongCode)]
    public async Task What_a_provider_must_not_say_lets_nobody_in(OidcFault fault)
    {
        await using var provider = await OidcServer.StartAsync();
        await using var host = await StartAsync(provider.Issuer, "ada@example.com");
        provider.Fault = fault;
        using var page = new PageClient(host.Address);
        using var answer = await page.BrowseAsync("/api/auth/oidc");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("You are not signed in");
        page.Cookies.Keys.ShouldNotContain("__Host-twin-access");
        provider.Fault = OidcFault.None;
        using var again = await page.BrowseAsync("/api/auth/oidc");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_is_good_once_and_in_the_browser_that_asked()
    {
        await using var provider = await OidcServer.StartAsync();
        await using var host = await StartAsync(provider.Issuer, "ada@example.com");
        using var page = new PageClient(host.Address);
        (await page.BrowseAsync("/api/auth/oidc")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var replayed = await page.SendAsync(new HttpRequestMessage(HttpMethod.Get, provider.Callbacks[^1])).ContinueWith(
            sent => sent.Result.Response, TaskScheduler.Default);
        replayed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var victim = new PageClient(host.Address);
        using var begun = new PageClient(host.Address);
        var toProvider = (await begun.SendAsync(HttpMethod.Get, "/api/auth/oidc")).Response.Headers.Location!;
        await begun.SendAsync(new HttpRequestMessage(HttpMethod.Get, toProvider));
        (await victim.SendAsync(new HttpRequestMessage(HttpMethod.Get, provider.Callbacks[^1]))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_certified_provider_of_npm_lets_the_owner_in()
    {
        var module = Npm.PathOf("oidc-provider/lib/index.js");
        var port = FreePorts.Next();
        await using var host = await StartAsync($"http://127.0.0.1:{port}", "ada");
        using var provider = StartProvider(module, port, $"{host.Address}api/auth/oidc/callback");
        try
        {
            await provider.StandardOutput.ReadLineAsync(Token);
            foreach (var (login, status) in new[] { ("ada", HttpStatusCode.OK), ("eve", HttpStatusCode.Unauthorized) })
            {
                using var page = new PageClient(host.Address);
                var answer = await page.BrowseAsync("/api/auth/oidc");
                answer = await SubmitAsync(page, answer, $"prompt=login&login={login}&password=x");
                answer = await SubmitAsync(page, answer, "prompt=consent");
                answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync(Token));
            }
        }
        finally
        {
            provider.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Without_a_provider_or_with_one_that_is_away_it_is_said()
    {
        await using var none = await TwinHost.StartAsync();
        (await none.Client.GetAsync("/api/auth/oidc")).Code.ShouldBe("provider_unavailable");
        await using var away = await StartAsync($"http://127.0.0.1:{FreePorts.Next()}", "ada");
        (await away.Client.GetAsync("/api/auth/oidc")).Code.ShouldBe("sign_in_unavailable");
        var error = await Should.ThrowAsync<Exception>(() => TwinHost.StartAsync(["SignIn:Issuer=http://evil.example"]));
        error.Message.ShouldContain("SignIn:Issuer must be an https address.");
        error.Message.ShouldContain("SignIn:Owner");
    }

    [Theory]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("/docs", "/docs")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\nb", "/")]
    public void Nobody_is_sent_elsewhere_afterwards(string? asked, string path) => OidcEndpoints.LocalPath(asked).ShouldBe(path);

    private static Task<TwinHost> StartAsync(string issuer, string owner) => TwinHost.StartAsync(
        [
            $"SignIn:Issuer={issuer}",
            $"SignIn:ClientId={OidcServer.ClientId}",
            $"SignIn:Owner={owner}",
            $"OIDC_CLIENT_SECRET={OidcServer.Secret}",
        ]);

    private static async Task<HttpResponseMessage> SubmitAsync(PageClient page, HttpResponseMessage form, string fields)
    {
        var html = await form.Content.ReadAsStringAsync(Token);
        var action = new Uri(form.RequestMessage!.RequestUri!, FormAction().Match(html).Groups[1].Value);
        var content = new StringContent(fields, null, "application/x-www-form-urlencoded");
        var sent = await page.SendAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = content });
        return await page.BrowseAsync(new Uri(action, sent.Response.Headers.Location!).ToString());
    }

    private static Process StartProvider(string module, int port, string callback)
    {
        var script = $$"""
            const { Provider } = await import({{System.Text.Json.JsonSerializer.Serialize(new Uri(module).ToString())}});
            const account = id => ({ accountId: id, claims: () => ({ sub: id, email: id + '@example.com', email_verified: true }) });
            new Provider('http://127.0.0.1:{{port}}', {
              clients: [{ client_id: '{{OidcServer.ClientId}}', client_secret: '{{OidcServer.Secret}}', redirect_uris: ['{{callback}}'] }],
              claims: { openid: ['sub'], email: ['email', 'email_verified'] },
              findAccount: (ctx, id) => account(id),
            }).listen({{port}}, '127.0.0.1', () => console.log('ready'));
            """;
        return Process.Start(new ProcessStartInfo("node", ["--input-type=module", "--eval", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
