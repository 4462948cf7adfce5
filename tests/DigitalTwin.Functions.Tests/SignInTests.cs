using System.Net;
using DigitalTwin.Testing;
using DigitalTwin.Testing.SignIn;

namespace DigitalTwin.Functions.Tests;

/// <summary>The owner's sign-in in the worker, over Azurite: two instances are one.</summary>
public sealed class SignInTests(Azurite azurite)
{
    [Fact]
    public async Task The_owner_signs_in_at_one_instance_and_is_known_at_another()
    {
        _ = azurite.ConnectionString;
        await using var own = new Azurite();
        await own.InitializeAsync();
        await using var provider = await OidcServer.StartAsync();
        await using var app = new FunctionAppFixture(own);
        app.Settings["SignIn__Issuer"] = provider.Issuer;
        app.Settings["SignIn__ClientId"] = OidcServer.ClientId;
        app.Settings["SignIn__Owner"] = "ada@example.com";
        app.Settings["OIDC_CLIENT_SECRET"] = OidcServer.Secret;
        await app.InitializeAsync();
        await using var second = await Host.FunctionHost.StartAsync(app.Settings);
        using var owner = new TwinClient(app.Host.Address) { Ticket = TurnScript.OwnerKey };
        var account = TwinClient.Json(new { email = "ada@example.com", password = "correct horse battery" });
        var made = await owner.SendAsync(HttpMethod.Post, "/api/auth/register", account);
        made.Status.ShouldBe(201);
        using var elsewhere = new TwinClient(second.Address) { Ticket = made.Text("accessToken") };
        (await elsewhere.GetAsync("/api/owner/inbox")).Status.ShouldBe(200);
        var token = new { refreshToken = made.Text("refreshToken") };
        (await elsewhere.SendAsync(HttpMethod.Post, "/api/auth/refresh", TwinClient.Json(token))).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Post, "/api/auth/refresh", TwinClient.Json(token))).Code.ShouldBe("sign_in_expired");
        (await elsewhere.GetAsync("/api/owner/inbox")).Code.ShouldBe("sign_in_expired");
        using var page = new PageClient(second.Address);
        using var answer = await page.BrowseAsync("/api/auth/oidc");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        (await page.SendAsync(HttpMethod.Post, "/api/owner/stop")).Status.ShouldBe(200);
        page.Csrf = null;
        (await page.SendAsync(HttpMethod.Delete, "/api/owner/stop")).Code.ShouldBe("csrf_header_missing");
    }
}
