using System.Text;
using DigitalTwin.Hosting;

namespace DigitalTwin.Personas.Versions;

/// <summary>Finds the persona file that somebody means: the published one, the draft, a version.</summary>
internal sealed class PersonaShelf(PersonaSource source, PersonaLibrary library, DraftStore drafts)
{
    /// <summary>The name of the file in use.</summary>
    public const string Published = "published";

    /// <summary>The name of the draft.</summary>
    public const string Draft = "draft";

    private const int LongestVersion = 100;

    /// <summary>The file of that name.</summary>
    /// <param name="which"><see cref="Published"/>, <see cref="Draft"/>, or a version's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">There is none.</exception>
    public async Task<byte[]> ReadAsync(string which, CancellationToken cancellationToken)
        => await FindAsync(which, cancellationToken) ?? throw new ProblemException(Problems.PersonaVersionNotFound);

    /// <summary>The file of that name, or <see langword="null"/> where there is none.</summary>
    public async Task<byte[]?> FindAsync(string which, CancellationToken cancellationToken) => which switch
    {
        Published => (await source.ReadAsync(null, null, cancellationToken)).Read.Content?.Bytes.ToArray(),
        Draft => await drafts.FindAsync(cancellationToken) is { } draft ? Encoding.UTF8.GetBytes(draft.Text) : null,
        { Length: > 0 and <= LongestVersion } => await library.ReadAsync(which, cancellationToken),
        _ => null,
    };
}
