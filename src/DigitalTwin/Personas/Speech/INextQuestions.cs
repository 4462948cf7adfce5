namespace DigitalTwin.Personas.Speech;

/// <summary>Finds questions that the persona answers, for a visitor whose own it does not answer.</summary>
internal interface INextQuestions
{
    /// <summary>Questions for the headings nearest to what was asked, and the wish to leave a message where that is possible.</summary>
    /// <param name="snapshot">The persona.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="locale">The visitor's language as a BCP 47 tag, where it is known.</param>
    /// <param name="tools">The names of the tools that are offered.</param>
    IReadOnlyList<string> After(PersonaSnapshot snapshot, string question, string? locale, IReadOnlySet<string> tools);
}
