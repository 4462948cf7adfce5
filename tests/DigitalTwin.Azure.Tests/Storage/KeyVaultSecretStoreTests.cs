using System.Net;
using System.Net.Http.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using DigitalTwin.Azure.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Storage;

/// <summary>
/// The contract of all secret stores, kept by Key Vault: the real client, over a transport that speaks the vault's wire
/// format.
/// </summary>
public sealed class KeyVaultSecretStoreTests : SecretStoreContract
{
    private readonly Vault vault = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override ISecretStore Store
        => new KeyVaultSecretStore(new SecretClient(
            new Uri("https://twin.vault.azure.net"),
            new TestCredential(),
            new SecretClientOptions { Transport = new HttpClientTransport(vault), Retry = { MaxRetries = 0 } }));

    protected override Task SetAsync(string name, string value)
    {
        vault.Secrets[name] = value;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_vault_that_refuses_the_twin_is_a_store_that_cannot_be_reached()
    {
        vault.Refuses = true;
        await Should.ThrowAsync<IOException>(() => Store.GetAsync("any", Token));
    }

    /// <summary>https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret</summary>
    private sealed class Vault : HttpMessageHandler
    {
        public Dictionary<string, string> Secrets { get; } = [];

        public bool Refuses { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization?.Parameter != TestCredential.Value)
            {
                var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
                challenge.Headers.Add(
                    "WWW-Authenticate",
                    "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"");
                return Task.FromResult(challenge);
            }

            var name = request.RequestUri!.Segments[2].TrimEnd('/');
            return Task.FromResult(Refuses ? Error(HttpStatusCode.Forbidden, "Forbidden")
                : Secrets.TryGetValue(name, out var value) ? Secret(name, value)
                : Error(HttpStatusCode.NotFound, "SecretNotFound"));
        }

        private static HttpResponseMessage Secret(string name, string value) => Json(HttpStatusCode.OK, new
        {
            value,
            id = $"https://twin.vault.azure.net/secrets/{name}/1",
            attributes = new { enabled = true },
        });

        private static HttpResponseMessage Error(HttpStatusCode status, string code)
            => Json(status, new { error = new { code, message = code } });

        private static HttpResponseMessage Json(HttpStatusCode status, object body) => new(status) { Content = JsonContent.Create(body) };
    }

    private sealed class TestCredential : TokenCredential
    {
        public const string Value = "token-of-the-twin";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new(Value, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken)
            => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
