using System.Text.Json.Serialization;

namespace DigitalTwin.Turns;

/// <summary>How far a turn is; shared by every workflow.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnStatus>))]
public enum TurnStatus
{
    /// <summary>Accepted; the twin is at work.</summary>
    [JsonStringEnumMemberName("initial")]
    Initial,

    /// <summary>Sound or pictures of the visitor's are being read.</summary>
    [JsonStringEnumMemberName("media_processing")]
    MediaProcessing,

    /// <summary>What the visitor needs is being put together.</summary>
    [JsonStringEnumMemberName("requirement_building")]
    RequirementBuilding,

    /// <summary>The visitor was asked something.</summary>
    [JsonStringEnumMemberName("clarification")]
    Clarification,

    /// <summary>Something is being looked for.</summary>
    [JsonStringEnumMemberName("searching")]
    Searching,

    /// <summary>What was found is being put in order.</summary>
    [JsonStringEnumMemberName("ranking")]
    Ranking,

    /// <summary>The reply is stored.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>There is no reply, or only a part of it; the error says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
