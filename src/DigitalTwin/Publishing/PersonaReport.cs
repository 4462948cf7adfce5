using DigitalTwin.Personas;

namespace DigitalTwin.Publishing;

/// <summary>What becomes of a question, without a model.</summary>
/// <param name="Question">The question.</param>
/// <param name="Found">Whether the persona says anything about it.</param>
/// <param name="FactId">The fact that is quoted; <see langword="null"/> where there is none.</param>
public sealed record QuestionReport(string Question, bool Found, string? FactId);

/// <summary>What a persona file is, and what it answers.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Facts">How many facts visitors can ask about.</param>
/// <param name="Suggested">The suggested questions: each should be answered.</param>
/// <param name="Usual">The 25 questions that visitors usually ask, in the persona's language or in English.</param>
/// <param name="LeftOut">What is not read, by line.</param>
/// <param name="Warnings">What is read, but perhaps not as it is meant.</param>
/// <param name="Private">What is hidden or private, and leaves the server in no answer.</param>
public sealed record PersonaReport(
    string Name,
    int Facts,
    IReadOnlyList<QuestionReport> Suggested,
    IReadOnlyList<QuestionReport> Usual,
    IReadOnlyList<PersonaFinding> LeftOut,
    IReadOnlyList<PersonaFinding> Warnings,
    IReadOnlyList<PersonaFinding> Private)
{
    /// <summary>Whether nothing is left out, and all suggested questions are answered.</summary>
    public bool IsGood => LeftOut.Count == 0 && Suggested.All(question => question.Found);
}

/// <summary>A persona that was made of a CV.</summary>
/// <param name="Draft">The persona file, to be read and changed before it is published.</param>
/// <param name="Report">What it answers.</param>
public sealed record ImportedPersona(string Draft, PersonaReport Report);
