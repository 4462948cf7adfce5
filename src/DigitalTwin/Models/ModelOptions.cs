using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Models;

/// <summary>The kind of model that answers.</summary>
public enum ModelProvider
{
    /// <summary>No model: the twin answers in the persona's own words, with no network and no key.</summary>
    Offline,

    /// <summary>Any endpoint that speaks OpenAI's chat completions: OpenAI, Gemini, Ollama, vLLM and others.</summary>
    OpenAI,

    /// <summary>Azure OpenAI's v1 endpoint, with a key or with Entra ID.</summary>
    Azure,
}

/// <summary>Settings under <c>Model</c>. The key is a secret (<c>model-api-key</c>), not a setting.</summary>
public sealed class ModelOptions : IValidatableObject
{
    /// <summary>Which model answers; <see cref="ModelProvider.Offline"/> unless set.</summary>
    [EnumDataType(typeof(ModelProvider), ErrorMessage = "Provider is offline, openai or azure.")]
    public ModelProvider Provider { get; set; }

    /// <summary>The endpoint's base address, such as <c>http://localhost:11434/v1</c>; OpenAI's own unless set.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name, or the deployment's on Azure.</summary>
    public string? Name { get; set; }

    /// <summary>Most tokens of a reply: 16 to 32,768.</summary>
    [Range(16, 32_768)]
    public int MaxOutputTokens { get; set; } = 1024;

    /// <summary>Seconds to wait for the first token, and between two tokens: 1 to 600.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Tokens a prompt may take, reply not included: 2,000 to 1,000,000.</summary>
    [Range(2_000, 1_000_000)]
    public int ContextTokens { get; set; } = 8_000;

    /// <summary>
    /// The model that transcribes speech, at the same endpoint, such as <c>gpt-4o-mini-transcribe</c>; without it the twin
    /// accepts no spoken messages.
    /// </summary>
    public string? Speech { get; set; }

    /// <summary>Whether the model accepts pictures.</summary>
    public bool Pictures { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var provider = Provider.ToString().ToLowerInvariant();
        if (Provider != ModelProvider.Offline && string.IsNullOrWhiteSpace(Name))
        {
            yield return new ValidationResult(
                $"Model:Name is needed with Model:Provider={provider}, such as gpt-5-mini or llama3.2.");
        }

        if (Provider == ModelProvider.Azure && Endpoint is null)
        {
            yield return new ValidationResult(
                $"Model:Endpoint is needed with Model:Provider={provider}, such as https://my-resource.openai.azure.com.");
        }

        if (Provider == ModelProvider.Offline && (Pictures || !string.IsNullOrWhiteSpace(Speech)))
        {
            yield return new ValidationResult("Model:Speech and Model:Pictures need a model: the offline one neither hears nor sees.");
        }

        if (Endpoint is not null && (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult($"Model:Endpoint is an absolute http or https address, not '{Endpoint}'.");
        }
    }
}
