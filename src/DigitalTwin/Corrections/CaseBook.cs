using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Evals;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Sessions;

namespace DigitalTwin.Corrections;

/// <summary>
/// The cases that come of conversations, in <c>evals/conversations.yaml</c>. One that has a visitor's own words names its session, and goes
/// with it when that is erased.
/// </summary>
internal sealed class CaseBook(EvalSuites suites, EvalStore runs) : IErasedWithSession
{
    private const string Suite = "conversations";
    private const int ShownOfSession = 16;
    private const int LongestQuestion = 1_000;

    /// <summary>Adds a case; the same question again is the same case.</summary>
    /// <param name="added">The case; its id is made here.</param>
    /// <param name="sessionId">The session whose words it has; <see langword="null"/> where the owner worded it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Its id.</returns>
    public async Task<string> AddAsync(EvalCase added, string? sessionId, CancellationToken cancellationToken)
    {
        var question = PersonalData.Mask(added.Question.Trim());
        question = question.Length > LongestQuestion ? question[..LongestQuestion] : question;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..6];
        var id = sessionId is null ? $"{EvalFile.IdOf(question)}-{hash}" : $"{PrefixOf(sessionId)}-{hash}";
        await suites.AddAsync(Suite, added with { Id = id, Question = question }, cancellationToken);
        return id;
    }

    /// <inheritdoc/>
    public async Task EraseAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await suites.EraseAsync(Suite, IsTheirs, cancellationToken))
        {
            await runs.EraseAsync(IsTheirs, cancellationToken);
        }

        bool IsTheirs(EvalCase each) => each.Id.StartsWith(PrefixOf(sessionId), StringComparison.Ordinal);
    }

    private static string PrefixOf(string sessionId) => $"visitor-{sessionId[..ShownOfSession]}";
}
