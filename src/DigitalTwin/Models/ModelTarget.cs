using DigitalTwin.Storage;

namespace DigitalTwin.Models;

/// <summary>A model at an endpoint.</summary>
/// <param name="Provider">How the endpoint authenticates.</param>
/// <param name="Endpoint">The configured address, or <see langword="null"/> for the provider's own.</param>
/// <param name="Name">The model's name there.</param>
/// <param name="KeySecret">The secret with the endpoint's key.</param>
internal sealed record ModelTarget(ModelProvider Provider, Uri? Endpoint, string Name, string KeySecret)
{
    /// <summary>The configured model.</summary>
    public static ModelTarget Of(ModelOptions options)
        => new(options.Provider, options.Endpoint, options.Name ?? "", SecretNames.ModelApiKey);

    /// <summary>The models to ask where that one fails, in order.</summary>
    public static IReadOnlyList<ModelTarget> FallbacksOf(ModelOptions options)
        => [.. options.Fallbacks
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(each => Parse(each, options))];

    // A name may have an @ in it, but not one before a scheme.
    private static ModelTarget Parse(string text, ModelOptions options)
    {
        var at = text.LastIndexOf('@');
        return at > 0
            && text.IndexOf("://", at, StringComparison.Ordinal) > 0
            && Uri.TryCreate(text[(at + 1)..], UriKind.Absolute, out var address)
            ? new ModelTarget(ModelProvider.OpenAI, address, text[..at], SecretNames.ModelFallbackApiKey)
            : Of(options) with { Name = text };
    }
}
