namespace DigitalTwin.Evals;

/// <summary>Stands before the publishing of a persona: what is right now stays right.</summary>
internal sealed class EvalGate(EvalSuites suites, EvalRuns runs, EvalStore store)
{
    private const string Candidate = "file";
    private const string Published = "published";

    /// <summary>Runs all cases with a file and with the persona that it would replace.</summary>
    /// <param name="file">The file; it can be read.</param>
    /// <param name="current">The persona that it would replace, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What came of it; <see langword="null"/> where there are no cases.</returns>
    public async Task<EvalRunView?> TryAsync(byte[] file, byte[]? current, CancellationToken cancellationToken)
    {
        if (await suites.CasesAsync(cancellationToken) is not { Count: > 0 } cases)
        {
            return null;
        }

        var order = new EvalOrder(Candidate, file) { Against = current is null ? null : (Published, current) };
        var run = await runs.BeginAsync(order, cases, cancellationToken);
        await runs.WorkOnAsync(run).WaitAsync(cancellationToken);
        return await runs.ViewAsync(await store.FindAsync(run.Id, cancellationToken) ?? run, cancellationToken);
    }
}
