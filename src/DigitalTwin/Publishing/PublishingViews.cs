using DigitalTwin.Conversations;
using DigitalTwin.Personas.Versions;

namespace DigitalTwin.Publishing;

/// <summary>The persona as it is stored.</summary>
/// <param name="Text">The file; <see langword="null"/> where there is none.</param>
/// <param name="ETag">Its version, to be sent as <c>If-Match</c> with a change.</param>
/// <param name="IsEditable">Whether the twin may write it: it may not where <c>Persona:Path</c> is set.</param>
/// <param name="Problem">Why it is not in use as it is, or <see langword="null"/>.</param>
/// <param name="Facts">What visitors can be told, in order; empty where the file cannot be read.</param>
/// <param name="Draft">The draft, or <see langword="null"/>.</param>
public sealed record PersonaView(
    string? Text, string? ETag, bool IsEditable, string? Problem, IReadOnlyList<FactView> Facts, DraftView? Draft);

/// <summary>A fact's place.</summary>
/// <param name="Id">Its id, as citations have it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Parents">The headings above it, outermost first.</param>
public sealed record FactView(string Id, string Title, IReadOnlyList<string> Parents);

/// <summary>The draft.</summary>
/// <param name="Text">The file.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="IsOutdated">Whether the persona was changed since the draft was begun: to publish it would undo that.</param>
/// <param name="Problem">Why it cannot be published as it is, or <see langword="null"/>.</param>
/// <param name="Diff">What it changes of the persona.</param>
public sealed record DraftView(string Text, DateTimeOffset ChangedAt, bool IsOutdated, string? Problem, PersonaDiff Diff);

/// <summary>A version of the persona.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was written.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="IsCurrent">Whether it is the file as it is now.</param>
public sealed record VersionView(string Id, DateTimeOffset At, long Bytes, bool IsCurrent);

/// <summary>All versions, newest first.</summary>
/// <param name="Versions">The versions.</param>
public sealed record VersionList(IReadOnlyList<VersionView> Versions);

/// <summary>A question for a persona that is not published yet.</summary>
public sealed record PreviewRequest
{
    /// <summary>What a visitor would say, 1 to 4,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>Who answers: <c>draft</c> unless given, <c>published</c>, or a version.</summary>
    public string? Persona { get; init; }

    /// <summary>The language of the visitor's page as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>What was said before, oldest first: at most 20.</summary>
    public IReadOnlyList<PreviewMessage>? History { get; init; }
}

/// <summary>A message before the one that is previewed.</summary>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">What was said.</param>
/// <param name="Citations">What a reply drew on: as the preview gave it, so that a follow-up is understood.</param>
public sealed record PreviewMessage(string Role, string Text, IReadOnlyList<Citation>? Citations);
