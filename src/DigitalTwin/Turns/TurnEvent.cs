using System.Globalization;

namespace DigitalTwin.Turns;

/// <summary>Something that happened in a turn.</summary>
/// <param name="Sequence">Its place in the turn, from 1, without gaps.</param>
/// <param name="Type">One of <see cref="TurnEventTypes"/>.</param>
/// <param name="Data">A JSON object.</param>
/// <param name="Run">
/// Which run of the turn it comes from. A turn that a crash cut off is taken up by a run with a higher number, which may tell
/// differently what was shown but not kept before the crash.
/// </param>
internal sealed record TurnEvent(int Sequence, string Type, string Data, int Run = 0)
{
    /// <summary>The event's name within its turn, as clients see it.</summary>
    public string Name => Run == 0 ? Sequence.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{Run}");
}

/// <summary>The kinds of turn events, as clients see them.</summary>
internal static class TurnEventTypes
{
    public const string Started = "turn.started";
    public const string Status = "status";
    public const string Delta = "delta";
    public const string Citation = "citation";
    public const string ToolStarted = "tool.started";
    public const string ToolCompleted = "tool.completed";
    public const string Clarification = "clarification";
    public const string Answer = "answer";
    public const string Waiting = "waiting";
    public const string HandOver = "hand_over";
    public const string Usage = "usage";
    public const string Completed = "turn.completed";
    public const string Failed = "turn.failed";

    /// <summary>Whether nothing comes after it.</summary>
    public static bool IsLast(string type) => type is Completed or Failed;
}
