namespace DigitalTwin.Gaps;

/// <summary>Open questions that mean the same.</summary>
/// <param name="Question">One of them: the one that was asked most.</param>
/// <param name="Count">How often they were asked, together.</param>
/// <param name="LastAt">When one was last asked.</param>
/// <param name="Questions">The ids of the questions in the inbox, the one that was asked most first.</param>
/// <param name="Samples">Up to five of them in visitors' words.</param>
/// <param name="Draft">
/// What the persona says that is nearest, to begin an answer with; <see langword="null"/> where nothing is near.
/// </param>
public sealed record Gap(
    string Question, int Count, DateTimeOffset LastAt, IReadOnlyList<string> Questions, IReadOnlyList<string> Samples, GapDraft? Draft);

/// <summary>A beginning of an answer, in the owner's own words.</summary>
/// <param name="Text">A statement of the persona.</param>
/// <param name="FactId">Where it stands.</param>
/// <param name="Title">The heading there.</param>
public sealed record GapDraft(string Text, string FactId, string Title);

/// <summary>Two statements of the persona that cannot both be right, or look so.</summary>
/// <param name="Kind">What differs: <c>date</c>, <c>number</c> or <c>negation</c>.</param>
/// <param name="One">The one that stands first.</param>
/// <param name="Other">The other.</param>
public sealed record Contradiction(string Kind, Statement One, Statement Other);

/// <summary>A statement of the persona.</summary>
/// <param name="FactId">Where it stands.</param>
/// <param name="Title">The heading there.</param>
/// <param name="Text">The sentence.</param>
public sealed record Statement(string FactId, string Title, string Text);

/// <summary>What the persona lacks, and where it disagrees with itself.</summary>
/// <param name="Gaps">The gaps, the one asked most first.</param>
/// <param name="Contradictions">The pairs, in the file's order.</param>
public sealed record GapList(IReadOnlyList<Gap> Gaps, IReadOnlyList<Contradiction> Contradictions);
