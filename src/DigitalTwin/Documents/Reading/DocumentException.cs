using DigitalTwin.Hosting;

namespace DigitalTwin.Documents.Reading;

/// <summary>A document cannot be read.</summary>
/// <param name="problem">The kind of problem.</param>
/// <param name="detail">More about it, in words for the owner.</param>
internal sealed class DocumentException(Problem problem, string? detail = null) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public string? Detail { get; } = detail;
}
