using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Turns.Events;

/// <summary>Something that happened in a turn.</summary>
/// <remarks>Its data is encoded when a client first reads it as an event: a turn that is answered as one object encodes few.</remarks>
internal sealed class TurnEvent : IEquatable<TurnEvent>
{
    private readonly JsonTypeInfo? json;
    private string? data;

    /// <summary>An event that was encoded before.</summary>
    public TurnEvent(int sequence, string type, string data, int run = 0)
        => (Sequence, Type, Run, this.data) = (sequence, type, run, data);

    /// <summary>An event that happens now.</summary>
    public TurnEvent(int sequence, string type, object value, JsonTypeInfo json, int run)
        => (Sequence, Type, Run, Value, this.json) = (sequence, type, run, value, json);

    /// <summary>Its place in the turn, from 1, without gaps.</summary>
    public int Sequence { get; }

    /// <summary>One of <see cref="TurnEventTypes"/>.</summary>
    public string Type { get; }

    /// <summary>
    /// Which run of the turn it comes from. A turn that a crash cut off is resumed by a run with a higher number, which may emit
    /// differently what was shown but not kept before the crash.
    /// </summary>
    public int Run { get; }

    /// <summary>What <see cref="Data"/> says, where this process made it.</summary>
    public object? Value { get; }

    /// <summary>A JSON object.</summary>
    public string Data => data ??= JsonSerializer.Serialize(Value, json!);

    /// <summary>The event's name within its turn, as clients see it.</summary>
    public string Name => Run == 0
        ? Sequence.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{Run}");

    /// <summary>Whether no event comes after it.</summary>
    public bool IsLast => TurnEventTypes.IsLast(Type);

    /// <summary>Whether a client sees the same.</summary>
    public bool Equals(TurnEvent? other)
        => other is not null && (Sequence, Type, Run, Data) == (other.Sequence, other.Type, other.Run, other.Data);

    public override bool Equals(object? obj) => Equals(obj as TurnEvent);

    public override int GetHashCode() => HashCode.Combine(Sequence, Type, Run);
}

/// <summary>The types of turn events, as clients see them.</summary>
internal static class TurnEventTypes
{
    public const string Started = "turn.started";
    public const string Status = "status";
    public const string Delta = "delta";
    public const string Citation = "citation";
    public const string Offerings = "offerings";
    public const string ToolStarted = "tool.started";
    public const string ToolCompleted = "tool.completed";
    public const string Clarification = "clarification";
    public const string Answer = "answer";
    public const string Waiting = "waiting";
    public const string HandOver = "hand_over";
    public const string Usage = "usage";
    public const string Completed = "turn.completed";
    public const string Failed = "turn.failed";

    /// <summary>Whether no event comes after one of this type.</summary>
    public static bool IsLast(string type) => type is Completed or Failed;
}

/// <summary>A type of event and what its data is.</summary>
/// <param name="Type">One of <see cref="TurnEventTypes"/>.</param>
/// <param name="Json">How its data is written.</param>
internal sealed record TurnEventKind<T>(string Type, JsonTypeInfo<T> Json)
{
    /// <summary>Makes an event.</summary>
    public TurnEvent Make(int sequence, T data, int run) => new(sequence, Type, data!, Json, run);

    /// <summary>The data of an event of this kind.</summary>
    public T Read(TurnEvent next) => next.Value is T value ? value : JsonSerializer.Deserialize(next.Data, Json)!;
}

/// <summary>Every kind of event.</summary>
internal static class TurnEventKinds
{
    public static readonly TurnEventKind<TurnStarted> Started = new(TurnEventTypes.Started, ProductJson.Api.TurnStarted);
    public static readonly TurnEventKind<StatusChanged> Status = new(TurnEventTypes.Status, ProductJson.Api.StatusChanged);
    public static readonly TurnEventKind<Delta> Delta = new(TurnEventTypes.Delta, ProductJson.Api.Delta);
    public static readonly TurnEventKind<CitationFound> Citation = new(TurnEventTypes.Citation, ProductJson.Api.CitationFound);
    public static readonly TurnEventKind<OfferingsShown> Offerings = new(TurnEventTypes.Offerings, ProductJson.Api.OfferingsShown);
    public static readonly TurnEventKind<ToolStarted> ToolStarted = new(TurnEventTypes.ToolStarted, ProductJson.Api.ToolStarted);
    public static readonly TurnEventKind<ToolCompleted> ToolCompleted = new(TurnEventTypes.ToolCompleted, ProductJson.Api.ToolCompleted);
    public static readonly TurnEventKind<ClarificationView> Clarification =
        new(TurnEventTypes.Clarification, ProductJson.Api.ClarificationView);
    public static readonly TurnEventKind<AnswerGiven> Answer = new(TurnEventTypes.Answer, ProductJson.Api.AnswerGiven);
    public static readonly TurnEventKind<TurnWaiting> Waiting = new(TurnEventTypes.Waiting, ProductJson.Api.TurnWaiting);
    public static readonly TurnEventKind<HandedOver> HandOver = new(TurnEventTypes.HandOver, ProductJson.Api.HandedOver);
    public static readonly TurnEventKind<UsageReported> Usage = new(TurnEventTypes.Usage, ProductJson.Api.UsageReported);
    public static readonly TurnEventKind<TurnView> Completed = new(TurnEventTypes.Completed, ProductJson.Api.TurnView);
    public static readonly TurnEventKind<TurnView> Failed = new(TurnEventTypes.Failed, ProductJson.Api.TurnView);
}
