using System.Net;
using System.Text;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Storage;

namespace DigitalTwin.Models.Anthropic;

/// <summary>
/// Puts the key on each request, read from the secrets when it is needed, and reads refusals with their headers, which the client's own
/// exceptions do not have. After a 401 it reads the secret again, so that a rotated key needs no restart.
/// </summary>
/// <remarks>https://docs.claude.com/en/api/errors</remarks>
internal sealed class AnthropicHandler(SecretCache secrets, string secret) : DelegatingHandler
{
    private const int MostErrorBytes = 64 * 1024;

    /// <exception cref="ModelException">The endpoint refused.</exception>
    /// <exception cref="KeyRotatedException">The endpoint refused the key, and there is a new one.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(secret, cancellationToken);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            // A request cannot be sent twice: who sent it does so with the new key.
            if (response.StatusCode == HttpStatusCode.Unauthorized && await secrets.RefreshAsync(secret, cancellationToken) != key)
            {
                throw new KeyRotatedException();
            }

            throw EndpointErrors.Of((int)response.StatusCode, HeadersOf(response), await ReadTextAsync(response, cancellationToken));
        }
    }

    private static Func<string, string?> HeadersOf(HttpResponseMessage response)
        => name => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MostErrorBytes];
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }
}

/// <summary>The key was refused, and there is a new one: the request is worth sending again.</summary>
internal sealed class KeyRotatedException : Exception;
