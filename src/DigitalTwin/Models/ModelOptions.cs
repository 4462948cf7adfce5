using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Models;

/// <summary>The kind of model that answers.</summary>
public enum ModelProvider
{
    /// <summary>No model: the twin answers in the persona's own words, with no network and no key.</summary>
    Offline,

    /// <summary>Any endpoint that speaks OpenAI's protocol: OpenAI, Gemini, Ollama, vLLM and others.</summary>
    OpenAI,

    /// <summary>Azure OpenAI's v1 endpoint, with a key or with Entra ID.</summary>
    Azure,

    /// <summary>Anthropic's Messages API.</summary>
    Anthropic,
}

/// <summary>The protocol by which a model is asked.</summary>
public enum ModelApi
{
    /// <summary>Responses where the endpoint is OpenAI's or Azure's, chat completions elsewhere.</summary>
    Auto,

    /// <summary>OpenAI's Responses API.</summary>
    Responses,

    /// <summary>Chat completions.</summary>
    Chat,
}

/// <summary>Settings under <c>Model</c>. The key is a secret (<c>model-api-key</c>), not a setting.</summary>
public sealed class ModelOptions : IValidatableObject
{
    /// <summary>Most tokens of a reply unless set.</summary>
    internal const int DefaultOutputTokens = 1024;

    /// <summary>Which model answers; <see cref="ModelProvider.Offline"/> unless set.</summary>
    [EnumDataType(typeof(ModelProvider), ErrorMessage = "Provider is offline, openai, azure or anthropic.")]
    public ModelProvider Provider { get; set; }

    /// <summary>The endpoint's base address, such as <c>http://localhost:11434/v1</c>; OpenAI's or Anthropic's own unless set.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name, or the deployment's on Azure.</summary>
    public string? Name { get; set; }

    /// <summary>The protocol; <see cref="ModelApi.Auto"/> unless set.</summary>
    [EnumDataType(typeof(ModelApi), ErrorMessage = "Api is auto, responses or chat.")]
    public ModelApi Api { get; set; }

    /// <summary>
    /// How much a reasoning model thinks: <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c> or <c>max</c>.
    /// Unless set, the least that a model of OpenAI or Azure takes, and elsewhere what the endpoint does by itself.
    /// </summary>
    [RegularExpression(
        "none|minimal|low|medium|high|xhigh|max", ErrorMessage = "Reasoning is none, minimal, low, medium, high, xhigh or max.")]
    public string? Reasoning { get; set; }

    /// <summary>How long a model's answers are: <c>low</c>, <c>medium</c> or <c>high</c>; its own measure unless set.</summary>
    [RegularExpression("low|medium|high", ErrorMessage = "Verbosity is low, medium or high.")]
    public string? Verbosity { get; set; }

    /// <summary>
    /// Models to ask in turn where the first one fails, before the offline one, with commas between them: names at the same endpoint, or
    /// <c>name@address</c> for one at another OpenAI-compatible endpoint, whose key is the secret <c>model-fallback-api-key</c>.
    /// </summary>
    public string Fallbacks { get; set; } = "";

    /// <summary>Whether the model is asked once at start, so that readiness knows of a wrong setting before a visitor does.</summary>
    public bool Probe { get; set; } = true;

    /// <summary>Most tokens of a reply as a visitor sees it; what a model thinks has room of its own: 16 to 32,768.</summary>
    [Range(16, 32_768)]
    public int MaxOutputTokens { get; set; } = DefaultOutputTokens;

    /// <summary>Seconds to wait for the first token, and between two tokens: 1 to 600.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Tokens a prompt may take, reply not included: 3,000 to 1,000,000; 64,000 unless set.</summary>
    [Range(3_000, 1_000_000)]
    public int ContextTokens { get; set; } = 64_000;

    /// <summary>
    /// The model that transcribes speech, at the same endpoint, such as <c>gpt-4o-mini-transcribe</c>; without it the twin
    /// accepts no spoken messages.
    /// </summary>
    public string? Speech { get; set; }

    /// <summary>Whether the model accepts pictures.</summary>
    public bool Pictures { get; set; }

    /// <summary>
    /// The model that gives texts their vectors, at the same endpoint, such as <c>text-embedding-3-small</c>; without it documents and
    /// offerings are found by their words alone.
    /// </summary>
    public string? Embeddings { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var provider = Provider.ToString().ToLowerInvariant();
        if (Provider != ModelProvider.Offline && string.IsNullOrWhiteSpace(Name))
        {
            yield return new ValidationResult(
                $"Model:Name is needed with Model:Provider={provider}, such as gpt-5.4-mini or llama3.2.");
        }

        if (Provider == ModelProvider.Azure && Endpoint is null)
        {
            yield return new ValidationResult(
                $"Model:Endpoint is needed with Model:Provider={provider}, such as https://my-resource.openai.azure.com.");
        }

        if (Provider == ModelProvider.Offline && (Pictures || !string.IsNullOrWhiteSpace($"{Speech}{Embeddings}")))
        {
            yield return new ValidationResult(
                "Model:Speech, Model:Pictures and Model:Embeddings need a model: the offline one neither hears nor sees nor compares.");
        }

        if (Provider == ModelProvider.Anthropic && !string.IsNullOrWhiteSpace(Speech))
        {
            yield return new ValidationResult("Model:Speech needs another Model:Provider: Anthropic's models do not hear.");
        }

        if (Provider == ModelProvider.Anthropic && !string.IsNullOrWhiteSpace(Embeddings))
        {
            yield return new ValidationResult("Model:Embeddings needs another Model:Provider: Anthropic has none.");
        }

        if (Provider == ModelProvider.Anthropic && Api != ModelApi.Auto)
        {
            yield return new ValidationResult("Model:Api is for OpenAI's protocols, not for Model:Provider=anthropic.");
        }

        foreach (var fallback in ModelTarget.FallbacksOf(this).Where(each => each.Endpoint is { } other && !IsWeb(other)))
        {
            yield return new ValidationResult($"Model:Fallbacks has an address that is not http or https: '{fallback.Endpoint}'.");
        }

        if (Endpoint is not null && !IsWeb(Endpoint))
        {
            yield return new ValidationResult($"Model:Endpoint is an absolute http or https address, not '{Endpoint}'.");
        }
    }

    private static bool IsWeb(Uri address) => address.IsAbsoluteUri && address.Scheme is ("http" or "https");
}
