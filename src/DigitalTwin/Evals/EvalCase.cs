using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DigitalTwin.Hosting;

namespace DigitalTwin.Evals;

/// <summary>A question with what its answer has to be: the smallest test of a persona.</summary>
public sealed record EvalCase
{
    /// <summary>Its name: letters, digits, <c>. _ -</c>, at most 80; the same in no other file.</summary>
    public required string Id { get; init; }

    /// <summary>What a visitor says.</summary>
    public required string Question { get; init; }

    /// <summary>What the reply has to say, each of it; <c>|</c> stands between words of which one is enough.</summary>
    public IReadOnlyList<string> Must { get; init; } = [];

    /// <summary>What the reply must not say, none of it.</summary>
    public IReadOnlyList<string> MustNot { get; init; } = [];

    /// <summary>The ids of facts that the reply has to cite.</summary>
    public IReadOnlyList<string> Cites { get; init; } = [];

    /// <summary>Whether the twin has to say that it does not know, or must not; <see langword="null"/>: either.</summary>
    public bool? Refuses { get; init; }

    /// <summary>The language of the visitor's page as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>The same for the same case: what was found for it is found again.</summary>
    [JsonIgnore]
    internal string Hash => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, ProductJson.Api.EvalCase))))[..16];
}

/// <summary>A file of cases.</summary>
/// <param name="Name">Its name, without <c>.yaml</c>.</param>
/// <param name="Cases">Its cases.</param>
/// <param name="Problem">Why it cannot be read, or <see langword="null"/>.</param>
public sealed record EvalSuite(string Name, IReadOnlyList<EvalCase> Cases, string? Problem);

/// <summary>All files of cases.</summary>
/// <param name="Suites">By name.</param>
public sealed record EvalSuiteList(IReadOnlyList<EvalSuite> Suites);

/// <summary>A file of cases that cannot be read.</summary>
/// <param name="message">What is wrong, in words for the owner, with the line or the case.</param>
/// <param name="inner">The cause.</param>
public sealed class EvalFormatException(string message, Exception? inner = null) : Exception(message, inner);
