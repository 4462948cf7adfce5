using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Corrections;

/// <summary>
/// Brings a correction into the text of a persona file: into the fact that is wrong, and, where it is to be taught, into the FAQ.
/// </summary>
internal static class PersonaCorrection
{
    /// <summary>Corrects a fact.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fact">The fact, as it is read from this file.</param>
    /// <param name="text">What is right, as a statement.</param>
    /// <param name="question">What was asked.</param>
    /// <exception cref="PersonaFormatException">The file would be read otherwise than before.</exception>
    public static string Correct(string file, Fact fact, string text, string question)
        => new FactCorrection(TextAnalyzer.For(PersonaParser.PersonaOf(file).Languages[0])).Apply(file, fact, text, question);

    /// <summary>
    /// Corrects a fact, and has the question answered in the FAQ. Where it stands there already, that answer is the one to correct.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="fact">The fact that is wrong, or <see langword="null"/> where none is.</param>
    /// <param name="text">What is right, as a statement.</param>
    /// <param name="question">The question, in the owner's words.</param>
    /// <returns>The new file, and the id of the fact that answers the question.</returns>
    /// <exception cref="PersonaFormatException">The file would be read otherwise than before.</exception>
    public static (string File, string FactId) Teach(string file, Fact? fact, string text, string question)
    {
        var title = PersonaEditor.TitleOf(question);
        var edited = fact is null ? file : Correct(file, fact, text, question);
        var asked = PersonaParser.PersonaOf(edited).Facts
            .FirstOrDefault(each => string.Equals(each.Title, title, StringComparison.OrdinalIgnoreCase));
        if (asked is not null)
        {
            return (asked.Id == fact?.Id ? edited : Correct(edited, asked, text, question), asked.Id);
        }

        var answer = PersonaEditor.TextOf(CorrectionText.Of(text).Right);
        var (bytes, added) = PersonaAddition.To(Encoding.UTF8.GetBytes(edited), title, answer, isTaught: true);
        return (Encoding.UTF8.GetString(bytes), added);
    }
}
