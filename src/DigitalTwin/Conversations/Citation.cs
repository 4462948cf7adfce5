namespace DigitalTwin.Conversations;

/// <summary>A place in the persona that a reply draws on.</summary>
/// <param name="Id">The fact's id.</param>
/// <param name="Title">The fact's heading.</param>
/// <param name="Quote">The words of the fact that say it.</param>
public sealed record Citation(string Id, string Title, string Quote);
