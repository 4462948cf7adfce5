using System.Text;
using DigitalTwin.Conversations;
using DigitalTwin.Evals;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Versions;

namespace DigitalTwin.Corrections;

/// <summary>
/// Brings a correction into the draft of the persona, where the owner looks at it before it is published, and makes the case that keeps it
/// right from then on.
/// </summary>
internal sealed class Corrector(DraftStore drafts, PersonaLibrary library, CaseBook cases)
{
    /// <summary>Teaches the draft.</summary>
    /// <param name="reply">The wrong reply.</param>
    /// <param name="request">The correction; checked.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProblemException">The fact is not known, or the draft cannot be changed in this way.</exception>
    public async Task<CorrectedDraft> TeachAsync(
        FoundMessage reply, CorrectionRequest request, CancellationToken cancellationToken)
    {
        if (!library.IsEditable)
        {
            throw new ProblemException(Problems.PersonaNotEditable);
        }

        var factId = request.FactId ?? reply.Message.Citations.Select(citation => citation.Id).FirstOrDefault();
        var changed = "";
        try
        {
            var draft = await drafts.ChangeAsync(Change, cancellationToken);
            var stored = await library.FindAsync(cancellationToken);
            return new CorrectedDraft(changed, PersonaDiff.Of(stored is null ? "" : Encoding.UTF8.GetString(stored.Bytes), draft.Text));
        }
        catch (PersonaFormatException error)
        {
            throw new ProblemException(Problems.PersonaNotEditable, error.Located);
        }

        string Change(string file)
        {
            var persona = PersonaParser.PersonaOf(file);
            var fact = factId is null ? null : persona.FindFact(factId);
            if (fact is null && (request.Teach == Teaching.Fact || request.FactId is not null))
            {
                throw new ProblemException(Problems.InvalidField,
                    "The reply cites no fact of the draft: say which one is wrong.", ["factId"]);
            }

            var (text, question) = (PersonaEditor.TextOf(request.Text!), request.Question ?? reply.Question);
            var (edited, answers) = request.Teach == Teaching.Faq ? PersonaCorrection.Teach(file, fact, text, request.Question!)
                : fact is null ? (file, "")
                : (PersonaCorrection.Correct(file, fact, text, question), fact.Id);
            changed = answers;
            return edited;
        }
    }

    /// <summary>Makes the case that guards a correction.</summary>
    /// <returns>Its id.</returns>
    public Task<string> GuardAsync(
        string sessionId, FoundMessage reply, CorrectionRequest request, string? factId, CancellationToken cancellationToken)
    {
        var said = CorrectionText.Of(request.Text!);
        var wrong = said.Wrong.Length > 0 ? said.Wrong : null;
        return cases.AddAsync(
            new EvalCase
            {
                Id = "",
                Question = request.Question ?? reply.Question,
                Must = [.. Values.Of(said.Right, reply.Message.Text).Take(1)],
                MustNot = wrong is null ? [] : [wrong],
                Cites = factId is { Length: > 0 } ? [factId] : [],
                Refuses = false,
            },
            request.Question is null ? sessionId : null,
            cancellationToken);
    }
}
