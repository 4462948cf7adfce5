using DigitalTwin.Evals;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Storage;

namespace DigitalTwin.Publishing;

/// <summary>Makes a file the persona: read as the twin reads it, its cases right, and nothing of another edit undone unseen.</summary>
internal sealed class PersonaPublisher(PersonaLibrary library, EvalGate gate)
{
    private const int MostNamed = 10;

    /// <summary>Publishes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="basedOn">The ETag of the persona that it was made from; <see langword="null"/>: whatever is there is replaced.</param>
    /// <param name="isForced">Whether cases that turn wrong, and edits in between, do not matter.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What the twin made of the file, and the file's ETag.</returns>
    /// <exception cref="ProblemException">The file cannot be read, or one of these stands in the way.</exception>
    public async Task<(PersonaReport Report, string ETag)> PublishAsync(
        byte[] file, string? basedOn, bool isForced, CancellationToken cancellationToken)
    {
        if (!library.IsEditable)
        {
            throw new ProblemException(Problems.PersonaNotEditable);
        }

        var report = Readable(() => PersonaExaminer.Examine(file));
        var current = await library.FindAsync(cancellationToken);
        if (basedOn is not null && basedOn != current?.ETag && !isForced)
        {
            throw new ProblemException(Problems.PersonaChanged);
        }

        if (!isForced)
        {
            await CheckCasesAsync(file, current, cancellationToken);
        }

        try
        {
            return (report, await library.WriteAsync(file, current, cancellationToken, isForced));
        }
        catch (BlobConflictException)
        {
            throw new ProblemException(Problems.PersonaChanged);
        }
    }

    /// <summary>Reads a file, and says in words for the owner why it cannot be read.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PersonaFormatException error)
        {
            throw new ProblemException(Problems.PersonaUnreadable, error.Located);
        }
    }

    private async Task CheckCasesAsync(byte[] file, StoredPersona? current, CancellationToken cancellationToken)
    {
        var isReadable = current is not null && IsReadable(current.Bytes);
        if (await gate.TryAsync(file, isReadable ? current!.Bytes : null, cancellationToken) is { Regressions: { Count: > 0 } wrong } run)
        {
            var more = wrong.Count > MostNamed ? $" and {wrong.Count - MostNamed} more" : "";
            throw new ProblemException(
                Problems.EvalsRegressed,
                $"Right now and wrong with this file: {string.Join(", ", wrong.Take(MostNamed))}{more}. "
                + $"/api/owner/evals/runs/{run.Id} says how; ?force=true publishes it all the same.");
        }
    }

    private static bool IsReadable(byte[] file)
    {
        try
        {
            _ = PersonaParser.Read(file);
            return true;
        }
        catch (PersonaFormatException)
        {
            return false;
        }
    }
}
