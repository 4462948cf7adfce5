using DigitalTwin.Hosting.Texts;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Tools;

namespace DigitalTwin.Inbox;

/// <summary>Notes questions that the twin could not answer, near-duplicates together.</summary>
internal sealed class QuestionBook(OwnerInbox inbox, PersonaProvider personas) : IDisposable
{
    // The least share of common terms of two questions. By it, "Do you have pets?" and "Have you got any pets" are the same.
    private const double EnoughInCommon = 0.6;

    private const int MostAsked = 20;
    private const int LongestQuestion = 500;

    // Two turns that note the same question at the same time would each find none and add it twice.
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Counts a question. Run twice for the same call, it counts once.</summary>
    public async Task NoteAsync(string question, ToolContext context, CancellationToken cancellationToken)
    {
        question = UnicodeText.Cut(question.Trim(), LongestQuestion);
        var analyzer = (await personas.GetAsync(cancellationToken)).Index.Analyzer;
        var asked = new QuestionAsked(context.SessionId, context.TurnId, question, context.TurnStartedAt);
        await writing.WaitAsync(cancellationToken);
        try
        {
            // Compared with the newest ones: how many are noted in an hour is limited, and none is deleted for another one.
            var known = await inbox.Questions.RecentAsync(cancellationToken);
            if (known.Any(each => each.Asked.Contains(asked)))
            {
                return;
            }

            await (FindLike(question, known, analyzer) is { } same
                ? inbox.Questions.UpdateAsync(same.Id, now => Count(now, asked), cancellationToken)
                : AddAsync(asked, context.Key, cancellationToken));
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private static OpenQuestion? FindLike(string question, IReadOnlyList<OpenQuestion> known, TextAnalyzer analyzer)
    {
        var terms = TermsOf(question, analyzer);
        return known.Where(each => each.State != InboxState.Done)
            .Select(each => (Question: each, Likeness: Likeness(terms, TermsOf(each.Question, analyzer))))
            .Where(each => each.Likeness >= EnoughInCommon)
            .OrderByDescending(each => each.Likeness).Select(each => each.Question).FirstOrDefault();
    }

    // A question of stop words only ("Why not?") is compared by its words.
    private static HashSet<string> TermsOf(string question, TextAnalyzer analyzer)
        => analyzer.Terms(question).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } terms
            ? terms
            : WordReader.Read(question).ToHashSet(StringComparer.Ordinal);

    private static double Likeness(HashSet<string> one, HashSet<string> other)
    {
        var both = one.Count(other.Contains);
        return both == 0 ? 0 : (double)both / (one.Count + other.Count - both);
    }

    private static OpenQuestion Count(OpenQuestion question, QuestionAsked asked) => question with
    {
        Count = question.Count + 1,
        LastAt = asked.At > question.LastAt ? asked.At : question.LastAt,
        Asked = [.. question.Asked.Append(asked).TakeLast(MostAsked)],
    };

    private async Task AddAsync(QuestionAsked asked, string key, CancellationToken cancellationToken)
    {
        var id = InboxStore<OpenQuestion>.IdOf(asked.At, key);
        var added = new OpenQuestion(id, InboxState.Open, asked.Question, 1, asked.At, asked.At, [asked]);
        await inbox.Questions.AddAsync(id, added, cancellationToken);
    }
}
