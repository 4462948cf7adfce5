using System.Text.Json;

namespace DigitalTwin.Testing.SignIn;

/// <summary>A page of the twin's own in a browser: keeps cookies, follows no redirect, and says where it comes from.</summary>
public sealed class PageClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>The cookies, by name; those that only HTTPS may see are sent too, as a browser does on a loopback address.</summary>
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>The cookies that were set last, as the header has them.</summary>
    public IReadOnlyList<string> SetCookies { get; private set; } = [];

    /// <summary>The page's origin.</summary>
    public string Origin { get; set; } = address.GetLeftPart(UriPartial.Authority);

    /// <summary>The header against forged requests, or nothing.</summary>
    public string? Csrf { get; set; } = "1";

    /// <summary>Asks with a body of JSON, or none.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Content = body is null ? null : TwinClient.Json(body);
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Origin", Origin);
        }

        return SendAsync(request);
    }

    /// <summary>Asks.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        if (Csrf is not null)
        {
            request.Headers.Add("X-Twin-CSRF", Csrf);
        }

        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        SetCookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        foreach (var cookie in SetCookies)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer((int)response.StatusCode, isJson ? JsonDocument.Parse(text).RootElement.Clone() : default, response);
    }

    /// <summary>Goes to an address and wherever it leads, as far as this machine's servers go; gives the last answer.</summary>
    public async Task<HttpResponseMessage> BrowseAsync(string path)
    {
        var next = new Uri(address, path);
        for (var i = 0; i < 10; i++)
        {
            var answer = (await SendAsync(new HttpRequestMessage(HttpMethod.Get, next))).Response;
            if (answer.Headers.Location is not { } location)
            {
                return answer;
            }

            next = new Uri(next, location);
        }

        throw new InvalidOperationException("It goes round in circles.");
    }

    public void Dispose() => http.Dispose();
}
