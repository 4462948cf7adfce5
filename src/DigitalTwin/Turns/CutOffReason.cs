using System.Text.Json.Serialization;

namespace DigitalTwin.Turns;

/// <summary>Why a reply ends before its end.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CutOffReason>))]
public enum CutOffReason
{
    /// <summary>It reached the most tokens or characters of a reply.</summary>
    [JsonStringEnumMemberName("length")]
    Length,

    /// <summary>A content filter at the model's endpoint stopped it.</summary>
    [JsonStringEnumMemberName("content_filter")]
    ContentFilter,
}
