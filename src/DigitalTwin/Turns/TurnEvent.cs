namespace DigitalTwin.Turns;

/// <summary>Something that happened in a turn.</summary>
/// <param name="Sequence">Its place in the turn, from 1, without gaps.</param>
/// <param name="Type">One of <see cref="TurnEventTypes"/>.</param>
/// <param name="Data">A JSON object.</param>
internal sealed record TurnEvent(int Sequence, string Type, string Data);

/// <summary>The kinds of turn events, as clients see them.</summary>
internal static class TurnEventTypes
{
    public const string Started = "turn.started";
    public const string Status = "status";
    public const string Delta = "delta";
    public const string Citation = "citation";
    public const string Usage = "usage";
    public const string Completed = "turn.completed";
    public const string Failed = "turn.failed";

    /// <summary>Whether nothing comes after it.</summary>
    public static bool IsLast(string type) => type is Completed or Failed;
}
