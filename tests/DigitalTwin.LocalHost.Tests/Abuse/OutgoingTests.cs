using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using DigitalTwin.Outgoing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.LocalHost.Tests.Abuse;

/// <summary>Calls of other servers, to a real one: what is taken, and what is not.</summary>
public sealed class OutgoingTests : IAsyncLifetime
{
    private readonly List<(string Path, string? Secret, string Method)> seen = [];
    private WebApplication server = null!;
    private OutgoingClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address => new(server.Urls.First());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        server = builder.Build();
        server.Run(AnswerAsync);
        await server.StartAsync(Token);
        client = Create($"127.0.0.1:{Address.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://localhost:1/")]
    [InlineData("http://[::1]:1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://0/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    public async Task Nothing_inside_is_called(string address)
        => (await FailureOfAsync(new Uri(address))).ShouldBe(OutgoingFailure.Inside);

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://user:password@example.com/")]
    public async Task Nothing_but_the_web_is_called(string address)
        => (await FailureOfAsync(new Uri(address))).ShouldBe(OutgoingFailure.BadAddress);

    [Fact]
    public async Task An_answer_is_read_whole_whatever_its_status_is()
    {
        var answer = await SendAsync("/status/404");
        (answer.Status, System.Text.Encoding.UTF8.GetString(answer.Body.Span)).ShouldBe((HttpStatusCode.NotFound, "404"));
        answer.Headers["content-type"].ShouldBe("text/plain");
    }

    [Theory]
    [InlineData(302, "GET")]
    [InlineData(303, "GET")]
    [InlineData(307, "POST")]
    [InlineData(308, "POST")]
    public async Task A_redirect_is_followed_as_the_standard_says(int status, string method)
    {
        var request = new OutgoingRequest(HttpMethod.Post, new Uri(Address, $"/redirect/{status}?to=/end")) { Body = "{}"u8.ToArray() };
        (await client.SendAsync(request, Token)).Address.AbsolutePath.ShouldBe("/end");
        seen.ShouldContain(("/end", null, method));
    }

    [Fact]
    public async Task A_redirect_inside_is_not_followed_and_no_secret_goes_to_another_host()
    {
        (await FailureOfAsync(new Uri(Address, "/redirect/302?to=http://localhost:1/"))).ShouldBe(OutgoingFailure.Inside);
        using var both = Create($"127.0.0.1:{Address.Port}, localhost:{Address.Port}");
        var request = new OutgoingRequest(HttpMethod.Get, new Uri(Address, $"/redirect/302?to=http://localhost:{Address.Port}/end"))
        {
            Headers = new Dictionary<string, string> { ["X-Secret"] = "s" },
        };
        await both.SendAsync(request, Token);
        seen.ShouldContain(("/redirect/302", "s", "GET"));
        seen.ShouldContain(("/end", null, "GET"));
    }

    [Fact]
    public async Task Who_redirects_without_end_is_given_up()
        => (await FailureOfAsync(new Uri(Address, "/redirect/302?to=/redirect/302"))).ShouldBe(OutgoingFailure.TooManyRedirects);

    [Theory]
    [InlineData("/endless")]
    [InlineData("/bomb")]
    public async Task More_bytes_than_there_may_be_are_not_read(string path)
        => (await FailureOfAsync(new Uri(Address, path), maxBytes: 100_000)).ShouldBe(OutgoingFailure.TooLarge);

    [Theory]
    [InlineData("/silent")]
    [InlineData("/drip")]
    public async Task Who_takes_too_long_is_given_up(string path)
    {
        var began = Stopwatch.GetTimestamp();
        (await FailureOfAsync(new Uri(Address, path), timeout: TimeSpan.FromSeconds(1))).ShouldBe(OutgoingFailure.Timeout);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Who_is_not_there_is_unreachable()
    {
        using var other = Create("127.0.0.1:1");
        var request = new OutgoingRequest(HttpMethod.Get, new Uri("http://127.0.0.1:1/"));
        (await Should.ThrowAsync<OutgoingException>(() => other.SendAsync(request, Token)))
            .Failure.ShouldBe(OutgoingFailure.Unreachable);
    }

    private static OutgoingClient Create(string inside)
        => new(Options.Create(new OutgoingOptions { Inside = inside }), TimeProvider.System);

    private Task<OutgoingResponse> SendAsync(string path)
        => client.SendAsync(new OutgoingRequest(HttpMethod.Get, new Uri(Address, path)), Token);

    private async Task<OutgoingFailure> FailureOfAsync(Uri address, int maxBytes = 1_000, TimeSpan? timeout = null)
    {
        var request = new OutgoingRequest(HttpMethod.Get, address) { MaxBytes = maxBytes, Timeout = timeout ?? TimeSpan.FromSeconds(20) };
        return (await Should.ThrowAsync<OutgoingException>(() => client.SendAsync(request, Token))).Failure;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        lock (seen)
        {
            seen.Add((path, http.Request.Headers["X-Secret"].FirstOrDefault(), http.Request.Method));
        }

        switch (path.Split('/')[1])
        {
            case "status":
                http.Response.StatusCode = int.Parse(path.Split('/')[2], null);
                http.Response.ContentType = "text/plain";
                await http.Response.WriteAsync(path.Split('/')[2]);
                break;
            case "redirect":
                http.Response.StatusCode = int.Parse(path.Split('/')[2], null);
                var to = http.Request.Query["to"].ToString();
                http.Response.Headers.Location = to.StartsWith("/redirect", StringComparison.Ordinal) ? $"{to}?to={to}" : to;
                break;
            case "endless":
                for (var i = 0; i < 1_000; i++)
                {
                    await http.Response.Body.WriteAsync(new byte[10_000], http.RequestAborted);
                }

                break;
            case "bomb":
                http.Response.Headers.ContentEncoding = "gzip";
                await using (var zip = new GZipStream(http.Response.Body, CompressionLevel.Fastest))
                {
                    await zip.WriteAsync(new byte[10_000_000], http.RequestAborted);
                }

                break;
            case "silent":
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "drip":
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.Body.WriteAsync(new byte[1], http.RequestAborted);
                    await Task.Delay(100);
                }

                break;
        }
    }
}
