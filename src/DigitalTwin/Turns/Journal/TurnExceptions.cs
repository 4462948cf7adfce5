namespace DigitalTwin.Turns.Journal;

/// <summary>Another process may be at work on the turn, or on this step of it: to be tried again.</summary>
internal sealed class TurnBusyException() : Exception("Another process holds the turn.");

/// <summary>Another process took the turn over, or it was ended: this one must not go on with it.</summary>
internal sealed class TurnLostException() : Exception("The turn is no longer this process's to work on.");
