using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Versions;

namespace DigitalTwin.Publishing;

/// <summary>What the owner sees of the persona and its draft.</summary>
internal sealed class PersonaViews(PersonaLibrary library, PersonaShelf shelf, DraftStore drafts)
{
    /// <summary>The persona as it is stored.</summary>
    public async Task<PersonaView> CurrentAsync(CancellationToken cancellationToken)
    {
        var stored = await library.FindAsync(cancellationToken);
        var file = stored?.Bytes ?? await shelf.FindAsync(PersonaShelf.Published, cancellationToken);
        var (facts, problem) = file is null ? ([], "There is no persona yet; a neutral built-in one is used.") : Read(file);
        return new PersonaView(
            file is null ? null : Encoding.UTF8.GetString(file), stored?.ETag, library.IsEditable, problem, facts,
            await DraftAsync(cancellationToken));
    }

    /// <summary>The draft, or <see langword="null"/> where there is none.</summary>
    public async Task<DraftView?> DraftAsync(CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(cancellationToken) is not { } draft)
        {
            return null;
        }

        var stored = await library.FindAsync(cancellationToken);
        var diff = PersonaDiff.Of(stored is null ? "" : Encoding.UTF8.GetString(stored.Bytes), draft.Text);
        var (_, problem) = Read(Encoding.UTF8.GetBytes(draft.Text));
        return new DraftView(draft.Text, draft.ChangedAt, draft.BasedOn != stored?.ETag, problem, diff);
    }

    private static (IReadOnlyList<FactView> Facts, string? Problem) Read(byte[] file)
    {
        try
        {
            var facts = PersonaParser.Read(file).Persona.Facts;
            return ([.. facts.Select(fact => new FactView(fact.Id, fact.Title, fact.Parents))], null);
        }
        catch (PersonaFormatException error)
        {
            return ([], error.Located);
        }
    }
}
