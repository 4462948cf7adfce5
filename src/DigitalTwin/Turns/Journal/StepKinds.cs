using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Hosting;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Journal;

/// <summary>A kind of step: how what it is asked for and what comes of it are written.</summary>
/// <param name="Request">What is asked for.</param>
/// <param name="Result">What comes of it.</param>
internal sealed record StepKind<TRequest, TResult>(JsonTypeInfo<TRequest> Request, JsonTypeInfo<TResult> Result)
    where TResult : class
{
    public string Write(TRequest request) => JsonSerializer.Serialize(request, Request);

    public string Write(TResult result) => JsonSerializer.Serialize(result, Result);

    public TRequest RequestOf(JournalEntry entry) => JsonSerializer.Deserialize(entry.Request, Request)!;

    /// <summary>What came of the step, or <see langword="null"/> where it is not over or was never begun.</summary>
    public TResult? ResultOf(JournalEntry? entry)
        => entry?.Result is { } result ? JsonSerializer.Deserialize(result, Result) : null;
}

/// <summary>Every kind of step that a turn can take.</summary>
internal static class StepKinds
{
    public static readonly StepKind<ThinkStep, ThinkOutcome> Think = new(ProductJson.Api.ThinkStep, ProductJson.Api.ThinkOutcome);
    public static readonly StepKind<ToolStep, ToolOutcome> Tool = new(ProductJson.Api.ToolStep, ProductJson.Api.ToolOutcome);
    public static readonly StepKind<WorkStep, WorkOutcome> Work = new(ProductJson.Api.WorkStep, ProductJson.Api.WorkOutcome);
    public static readonly StepKind<WaitStep, WaitOutcome> Wait = new(ProductJson.Api.WaitStep, ProductJson.Api.WaitOutcome);
    public static readonly StepKind<double, string> Timer = new(ProductJson.Api.Double, ProductJson.Api.String);

    /// <summary>What comes of a timer.</summary>
    public const string Fired = "fired";
}

/// <summary>The keys of steps in a journal.</summary>
internal static class StepKeys
{
    private const string WaitPrefix = "wait:";

    public static string Think(int number) => string.Create(CultureInfo.InvariantCulture, $"think:{number}");

    public static string Tool(int step, int index, int attempt)
        => string.Create(CultureInfo.InvariantCulture, $"tool:{ToolStep.KeyOf(step, index)}:{attempt}");

    public static string Work(string name) => $"work:{name}";

    public static string Wait(string key) => WaitPrefix + key;

    public static string Timer(string key) => $"timer:{key}";

    public static bool IsWait(string key) => key.StartsWith(WaitPrefix, StringComparison.Ordinal);

    /// <summary>The name, within its turn, of the wait with this key.</summary>
    public static string WaitName(string key) => key[WaitPrefix.Length..];
}
