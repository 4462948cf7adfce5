using System.Text.Json.Serialization;
using DigitalTwin.Personas.Versions;

namespace DigitalTwin.Corrections;

/// <summary>What the persona learns of a correction.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Teaching>))]
public enum Teaching
{
    /// <summary>The wrong statement of a fact is replaced.</summary>
    [JsonStringEnumMemberName("fact")]
    Fact,

    /// <summary>
    /// The question becomes a part of the FAQ, with the correction as its answer; what the fact says otherwise is replaced, too.
    /// </summary>
    [JsonStringEnumMemberName("faq")]
    Faq,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>A correction of a reply.</summary>
public sealed record CorrectionRequest
{
    /// <summary>What is right, as a statement, 1 to 4,000 characters; it may name what was wrong: "I left in 2019, not 2018."</summary>
    public string? Text { get; init; }

    /// <summary>What the persona learns of it: <c>fact</c>, <c>faq</c> or <c>none</c>.</summary>
    public Teaching? Teach { get; init; }

    /// <summary>The fact that is wrong; the first one that the reply cites unless given.</summary>
    public string? FactId { get; init; }

    /// <summary>
    /// The question in the owner's words, for the case that guards the correction, and as the heading of the FAQ, which everybody can read;
    /// the case has the visitor's own words unless it is given.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>Whether the visitor finds the correction in the conversation, marked as the person's.</summary>
    public bool? Notify { get; init; }
}

/// <summary>What became of a correction.</summary>
/// <param name="Draft">
/// The draft with what it changes, to be looked at before it is published; <see langword="null"/> for <c>none</c>.
/// </param>
/// <param name="EvalCase">The id of the case that guards it from now on.</param>
/// <param name="Publish">Where to publish the draft.</param>
/// <param name="Message">The id of the message that the visitor finds, or <see langword="null"/>.</param>
public sealed record CorrectionView(CorrectedDraft? Draft, string? EvalCase, string? Publish, string? Message);

/// <summary>The draft of the persona once a correction is in it.</summary>
/// <param name="FactId">The fact that was changed, or added.</param>
/// <param name="Diff">What the draft changes of the persona, other changes in it too.</param>
public sealed record CorrectedDraft(string FactId, PersonaDiff Diff);

/// <summary>The case that a rating becomes: what a right reply has to be.</summary>
public sealed record FeedbackCaseRequest
{
    /// <summary>The question in the owner's words; the visitor's unless given.</summary>
    public string? Question { get; init; }

    /// <summary>What a reply has to say.</summary>
    public IReadOnlyList<string>? Must { get; init; }

    /// <summary>What it must not say.</summary>
    public IReadOnlyList<string>? MustNot { get; init; }

    /// <summary>The facts that it has to cite.</summary>
    public IReadOnlyList<string>? Cites { get; init; }

    /// <summary>Whether it has to say that it does not know.</summary>
    public bool? Refuses { get; init; }
}

/// <summary>A case that was made.</summary>
/// <param name="EvalCase">Its id.</param>
public sealed record FeedbackCaseView(string EvalCase);
