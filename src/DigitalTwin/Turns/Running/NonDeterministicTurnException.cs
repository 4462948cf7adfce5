namespace DigitalTwin.Turns.Running;

/// <summary>
/// A workflow asked for other steps than the ones in its journal: its code is not deterministic, or not the code that began the turn.
/// </summary>
internal sealed class NonDeterministicTurnException(string message) : Exception(message);
