using Microsoft.Extensions.AI;

namespace DigitalTwin.Usage;

/// <summary>For whom models are called, and what that has cost: one for each step of a turn.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="origin">Where its message came from: a page's host name, or a program.</param>
/// <param name="spentBefore">What was spent for the session before, in millionths of the currency.</param>
internal sealed class Spender(string sessionId, string origin, long spentBefore)
{
    private const string Key = "spender";

    private long spent;
    private int calls;

    /// <summary>The session.</summary>
    public string SessionId => sessionId;

    /// <summary>Where the message came from.</summary>
    public string Origin => origin;

    /// <summary>What was spent for the session before, in millionths of the currency.</summary>
    public long SpentBefore => spentBefore;

    /// <summary>What was spent by now, in millionths of the currency.</summary>
    public long Spent => Interlocked.Read(ref spent);

    /// <summary>Whether it is the first step of a turn, whose first call counts as the turn.</summary>
    public bool BeginsTurn { get; init; }

    /// <summary>Adds what a call has cost.</summary>
    /// <returns>Whether the call counts as a turn.</returns>
    public bool Add(long cost)
    {
        Interlocked.Add(ref spent, cost);
        return Interlocked.Increment(ref calls) == 1 && BeginsTurn;
    }

    /// <summary>Says with a call's options for whom it is.</summary>
    public ChatOptions Put(ChatOptions call)
    {
        (call.AdditionalProperties ??= [])[Key] = this;
        return call;
    }

    /// <summary>For whom a call is; nobody in particular where it does not say so, such as a probe.</summary>
    public static Spender Of(ChatOptions? call)
        => call?.AdditionalProperties?.GetValueOrDefault(Key) as Spender ?? new Spender("", "", 0);
}
