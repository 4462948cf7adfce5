using System.ClientModel.Primitives;
using DigitalTwin.Storage;

namespace DigitalTwin.Models.OpenAI;

/// <summary>
/// Puts the model's key on each request, read from the secrets when it is needed. After a 401 it reads the secret again
/// and retries once, so that a rotated key needs no restart. Without a key the request has no header, as Ollama allows.
/// </summary>
internal sealed class ApiKeyPolicy(SecretCache secrets, string name, string header, string prefix) : AuthenticationPolicy
{
    /// <summary>As OpenAI and compatible endpoints expect the key.</summary>
    public static ApiKeyPolicy Bearer(SecretCache secrets, string name) => new(secrets, name, "Authorization", "Bearer ");

    /// <summary>As Azure OpenAI expects the key.</summary>
    public static ApiKeyPolicy AzureKey(SecretCache secrets, string name) => new(secrets, name, "api-key", "");

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        => throw new NotSupportedException("The model is only called asynchronously.");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message, await secrets.GetAsync(name, message.CancellationToken));
        await ProcessNextAsync(message, pipeline, currentIndex);
        if (message.Response?.Status == 401)
        {
            Apply(message, await secrets.RefreshAsync(name, message.CancellationToken));
            message.Response.Dispose();
            await ProcessNextAsync(message, pipeline, currentIndex);
        }
    }

    private void Apply(PipelineMessage message, string? key)
    {
        if (key is null)
        {
            message.Request.Headers.Remove(header);
        }
        else
        {
            message.Request.Headers.Set(header, prefix + key);
        }
    }
}
