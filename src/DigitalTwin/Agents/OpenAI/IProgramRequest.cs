namespace DigitalTwin.Agents.OpenAI;

/// <summary>What a program asks, in whichever of OpenAI's protocols.</summary>
internal interface IProgramRequest
{
    /// <summary>The earlier messages, oldest first.</summary>
    IReadOnlyList<ProgramMessage> Before { get; }

    /// <summary>The last message.</summary>
    string Message { get; }

    /// <summary>Whether the program wants the answer as a stream.</summary>
    bool Streams { get; }
}
