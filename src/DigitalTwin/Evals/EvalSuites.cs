using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Storage;

namespace DigitalTwin.Evals;

/// <summary>The files of cases, kept beside the persona as <c>evals/NAME.yaml</c>.</summary>
internal sealed partial class EvalSuites(IBlobStore blobs)
{
    private const string Folder = "evals/";
    private const string Ending = ".yaml";
    private const int MaxAttempts = 5;

    /// <summary>Whether a file may have this name.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>All files, by name, those that cannot be read too.</summary>
    public async Task<IReadOnlyList<EvalSuite>> ListAsync(CancellationToken cancellationToken)
    {
        var suites = new List<EvalSuite>();
        var names = await blobs.ListAsync(Folder, cancellationToken);
        foreach (var name in names.Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var suite = name[Folder.Length..^Ending.Length];
            if (await FindAsync(suite, cancellationToken) is { } yaml)
            {
                suites.Add(Read(suite, yaml));
            }
        }

        return suites;
    }

    /// <summary>All cases that can be read; of two with the same id, the one of the first file.</summary>
    public async Task<IReadOnlyList<EvalCase>> CasesAsync(CancellationToken cancellationToken)
        => [.. (await ListAsync(cancellationToken)).SelectMany(suite => suite.Cases)
                .DistinctBy(each => each.Id, StringComparer.OrdinalIgnoreCase)];

    /// <summary>A file's text, or <see langword="null"/> where there is none.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
        => (await blobs.ReadAsync(BlobOf(name), null, cancellationToken)).Content is { } content
            ? Encoding.UTF8.GetString(content.Bytes.Span)
            : null;

    /// <summary>Writes a file.</summary>
    /// <exception cref="EvalFormatException">It cannot be read.</exception>
    public async Task<EvalSuite> WriteAsync(string name, string yaml, CancellationToken cancellationToken)
    {
        var suite = new EvalSuite(name, EvalFile.Read(yaml), null);
        await blobs.WriteAsync(BlobOf(name), Encoding.UTF8.GetBytes(yaml), BlobCondition.Any, cancellationToken);
        return suite;
    }

    /// <summary>Adds a case to a file; one with the same id is replaced by it.</summary>
    /// <exception cref="EvalFormatException">The file is there and cannot be read.</exception>
    public async Task AddAsync(string name, EvalCase added, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var content = (await blobs.ReadAsync(BlobOf(name), null, cancellationToken)).Content;
            var known = content is null ? [] : EvalFile.Read(Encoding.UTF8.GetString(content.Bytes.Span));
            var yaml = EvalFile.Write(known.Where(each => each.Id != added.Id).Append(added));
            var condition = content is null ? BlobCondition.Missing : BlobCondition.Matches(content.ETag);
            try
            {
                await blobs.WriteAsync(BlobOf(name), Encoding.UTF8.GetBytes(yaml), condition, cancellationToken);
                return;
            }
            catch (BlobConflictException) when (attempt < MaxAttempts)
            {
                // It was written in the meantime: add to the new one.
            }
        }
    }

    /// <summary>Takes cases out of a file, and out of all its versions: those are deleted.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> EraseAsync(string name, Func<EvalCase, bool> isErased, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is not { } yaml || Read(name, yaml).Cases is var cases && !cases.Any(isErased))
        {
            return false;
        }

        await blobs.DeleteAsync(BlobOf(name), cancellationToken);
        if (cases.Where(each => !isErased(each)).ToList() is { Count: > 0 } kept)
        {
            await blobs.WriteAsync(BlobOf(name), Encoding.UTF8.GetBytes(EvalFile.Write(kept)), BlobCondition.Any, cancellationToken);
        }

        return true;
    }

    /// <summary>Deletes a file.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => blobs.DeleteAsync(BlobOf(name), cancellationToken);

    private static EvalSuite Read(string name, string yaml)
    {
        try
        {
            return new EvalSuite(name, EvalFile.Read(yaml), null);
        }
        catch (EvalFormatException error)
        {
            return new EvalSuite(name, [], error.Message);
        }
    }

    private static string BlobOf(string name) => Folder + name + Ending;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,79}\z")]
    private static partial Regex Name();
}
