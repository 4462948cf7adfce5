using DigitalTwin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.SignIn;

/// <summary>The owner's account, sign-ins, and their cookies.</summary>
public sealed class PasswordTests : IAsyncLifetime
{
    private const string Email = "ada@example.com";
    private const string Password = "correct horse battery";

    private readonly ManualTime time = new();
    private TwinHost host = null!;
    private TwinClient owner = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TwinHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        owner = await host.NewOwnerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        owner.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_account_is_made_once_and_with_the_owners_key()
    {
        (await PostAsync(host.Client, "register", new { email = Email, password = Password })).Code.ShouldBe("owner_key_invalid");
        var made = await PostAsync(owner, "register", new { email = Email, password = Password });
        (made.Status, made.Text("session").Length).ShouldBe((201, 32));
        (await PostAsync(owner, "register", new { email = "eve@example.com", password = Password })).Code.ShouldBe("already_registered");
        (await owner.GetAsync("/api/owner/inbox")).Status.ShouldBe(200, "the key stays good");
        (await PostAsync(host.Client, "login", new { email = " ADA@example.com ", password = Password })).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("ada", Password, "email")]
    [InlineData("@example.com", Password, "email")]
    [InlineData("", Password, "email")]
    [InlineData(Email, "short", "password")]
    [InlineData(Email, "aaaaaaaaaaaaaaaa", "password")]
    [InlineData(Email, Email, "password")]
    [InlineData(Email, null, "password")]
    public async Task What_cannot_be_an_account_is_refused(string email, string? password, string field)
    {
        var answer = await PostAsync(owner, "register", new { email, password });
        (answer.Status, answer.Json.GetProperty("fields")[0].GetString()).ShouldBe((400, field));
    }

    [Fact]
    public async Task A_sign_in_opens_what_the_key_opens_until_it_is_over()
    {
        var session = await SignInAsync();
        using var signedIn = new TwinClient(host.Address) { Ticket = session.Text("accessToken") };
        foreach (var path in new[] { "/api/owner/inbox", "/metrics", "/api/auth/sessions" })
        {
            (await signedIn.GetAsync(path)).Status.ShouldBe(200, path);
        }

        (await signedIn.GetAsync("/api/health/ready")).Json.ToString().ShouldContain("latency");
        time.Advance(TimeSpan.FromMinutes(15));
        (await signedIn.GetAsync("/api/owner/inbox")).Code.ShouldBe("sign_in_expired");
        var refreshed = await RefreshAsync(session.Text("refreshToken"));
        signedIn.Ticket = refreshed.Text("accessToken");
        (await signedIn.GetAsync("/api/owner/inbox")).Status.ShouldBe(200);
        time.Advance(TimeSpan.FromDays(7));
        (await RefreshAsync(refreshed.Text("refreshToken"))).Code.ShouldBe("sign_in_expired");
    }

    [Fact]
    public async Task It_lasts_ninety_days_at_most_however_often_it_is_refreshed()
    {
        var session = await SignInAsync();
        var days = 0;
        for (; session.Status == 200 && days < 200; days += 5)
        {
            time.Advance(TimeSpan.FromDays(5));
            session = await RefreshAsync(session.Text("refreshToken"));
        }

        days.ShouldBe(90);
    }

    [Fact]
    public async Task A_refresh_token_that_is_used_again_ends_its_family_and_no_other()
    {
        var (first, other) = (await SignInAsync(), await SignInAsync());
        var second = await RefreshAsync(first.Text("refreshToken"));
        (await RefreshAsync(first.Text("refreshToken"))).Code.ShouldBe("sign_in_expired");
        (await RefreshAsync(second.Text("refreshToken"))).Code.ShouldBe("sign_in_expired");
        using var stolen = new TwinClient(host.Address) { Ticket = second.Text("accessToken") };
        (await stolen.GetAsync("/api/owner/inbox")).Code.ShouldBe("sign_in_expired", "its access token ends with it");
        (await RefreshAsync(other.Text("refreshToken"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_forged_opens_nothing_and_ends_nothing()
    {
        var session = await SignInAsync();
        var (access, refresh) = (session.Text("accessToken"), session.Text("refreshToken"));
        var parts = access.Split('.');
        var none = Convert.ToBase64String("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8).TrimEnd('=');
        foreach (var forged in new[] { $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", access[..^3] })
        {
            using var client = new TwinClient(host.Address) { Ticket = forged };
            (await client.GetAsync("/api/owner/inbox")).Status.ShouldBe(401, forged);
        }

        foreach (var forged in new[] { refresh + "x", refresh.Replace(".1.", ".2.", StringComparison.Ordinal), "a.b.c", "", "..", "x" })
        {
            (await RefreshAsync(forged)).Status.ShouldBe(401, forged);
        }

        (await RefreshAsync(refresh)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Sign_ins_are_listed_and_ended()
    {
        var (one, two) = (await SignInAsync(), await SignInAsync());
        using var client = new TwinClient(host.Address) { Ticket = one.Text("accessToken") };
        var listed = (await client.GetAsync("/api/auth/sessions")).Json.GetProperty("sessions").EnumerateArray().ToList();
        listed.Count.ShouldBe(2);
        listed.Single(each => each.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetString().ShouldBe(one.Text("session"));
        (await client.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{two.Text("session")}")).Status.ShouldBe(204);
        (await client.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{two.Text("session")}")).Status.ShouldBe(404);
        (await RefreshAsync(two.Text("refreshToken"))).Status.ShouldBe(401);
        (await PostAsync(client, "logout", new { refreshToken = one.Text("refreshToken") })).Status.ShouldBe(204);
        (await client.GetAsync("/api/auth/sessions")).Status.ShouldBe(401);
        var three = await SignInAsync();
        (await owner.SendAsync(HttpMethod.Delete, "/api/auth/sessions")).Status.ShouldBe(204);
        (await RefreshAsync(three.Text("refreshToken"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Another_password_ends_all_other_sign_ins()
    {
        var (one, two) = (await SignInAsync(), await SignInAsync());
        using var client = new TwinClient(host.Address) { Ticket = one.Text("accessToken") };
        object change = new { current = "wrong", password = "another horse battery" };
        (await client.SendAsync(HttpMethod.Put, "/api/auth/password", TwinClient.Json(change))).Code.ShouldBe("sign_in_refused");
        change = new { current = Password, password = "another horse battery" };
        (await client.SendAsync(HttpMethod.Put, "/api/auth/password", TwinClient.Json(change))).Status.ShouldBe(204);
        (await client.GetAsync("/api/owner/inbox")).Status.ShouldBe(200);
        (await RefreshAsync(two.Text("refreshToken"))).Status.ShouldBe(401);
        (await PostAsync(host.Client, "login", new { email = Email, password = Password })).Code.ShouldBe("sign_in_refused");
        change = new { password = "a third horse battery" };
        (await owner.SendAsync(HttpMethod.Put, "/api/auth/password", TwinClient.Json(change))).Status.ShouldBe(204);
        (await client.GetAsync("/api/owner/inbox")).Status.ShouldBe(401, "with the key it is set by someone who is not signed in");
    }

    [Fact]
    public async Task Wrong_passwords_make_the_next_attempt_wait_longer_each_time()
    {
        await SignInAsync();
        var waits = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            var answer = await PostAsync(host.Client, "login", new { email = Email, password = "wrong" });
            if (answer.Status == 429)
            {
                (answer.Code is "sign_in_paused" or "too_many_attempts").ShouldBeTrue(answer.Code);
                waits.Add((int)answer.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
                time.Advance(answer.Response.Headers.RetryAfter.Delta.Value);
            }
        }

        waits.ShouldBe([1, 2, 4, 8]);
        (await PostAsync(host.Client, "login", new { email = Email, password = "wrong" })).Status.ShouldBe(401);
        (await PostAsync(host.Client, "login", new { email = Email, password = Password })).Status.ShouldBe(429, "a right one waits, too");
        time.Advance(TimeSpan.FromMinutes(10));
        (await PostAsync(host.Client, "login", new { email = Email, password = Password })).Status.ShouldBe(200);
        (await owner.GetAsync("/api/owner/inbox")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_not_as_good_as_one()
    {
        await SignInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PostAsync(host.NewClient(), "login", new
        {
            email = Email,
            password = "wrong",
        })));
        answers.Count(answer => answer.Status == 401).ShouldBeLessThanOrEqualTo(5);
    }

    private async Task<Answer> SignInAsync()
    {
        await PostAsync(owner, "register", new { email = Email, password = Password });
        await owner.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{await RegisteredAsync()}");
        var signedIn = await PostAsync(host.Client, "login", new { email = Email, password = Password });
        signedIn.Status.ShouldBe(200, signedIn.Json.ToString());
        return signedIn;
    }

    // Registering signs in, too; that one is not a part of these tests.
    private async Task<string> RegisteredAsync()
    {
        var sessions = (await owner.GetAsync("/api/auth/sessions")).Json.GetProperty("sessions").EnumerateArray();
        registered ??= sessions.Last().GetProperty("id").GetString()!;
        return registered;
    }

    private string? registered;

    private Task<Answer> RefreshAsync(string token) => PostAsync(host.Client, "refresh", new { refreshToken = token });

    private static Task<Answer> PostAsync(TwinClient client, string path, object body)
        => client.SendAsync(HttpMethod.Post, "/api/auth/" + path, TwinClient.Json(body));
}
