using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Previews;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace DigitalTwin.Evals;

/// <summary>What an evaluator needs beside the reply's text.</summary>
internal sealed class CaseContext(EvalCase wanted, PreviewReply reply) : EvaluationContext("case", wanted.Question)
{
    public EvalCase Case => wanted;

    public PreviewReply Reply => reply;
}

/// <summary>
/// A rule that a reply keeps or does not, in the shape of Microsoft.Extensions.AI.Evaluation, so that its own evaluators fit beside it. The
/// same reply is judged the same way each time, and no model is asked.
/// </summary>
/// <param name="name">The metric.</param>
/// <param name="judge">Says why the rule is broken; <see langword="null"/> where the case has no such rule, empty where it is kept.</param>
internal sealed class RuleEvaluator(string name, Func<CaseContext, string?> judge) : IEvaluator
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [name];

    /// <inheritdoc/>
    public ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        var context = additionalContext?.OfType<CaseContext>().FirstOrDefault();
        if (context is null || judge(context) is not { } reason)
        {
            return ValueTask.FromResult(new EvaluationResult());
        }

        var isKept = reason.Length == 0;
        var rating = isKept ? EvaluationRating.Good : EvaluationRating.Unacceptable;
        return ValueTask.FromResult(new EvaluationResult(new BooleanMetric(name, isKept, reason)
        {
            Interpretation = new EvaluationMetricInterpretation(rating, failed: !isKept, reason),
        }));
    }
}

/// <summary>The rules of a case.</summary>
internal static partial class CaseEvaluators
{
    /// <summary>One evaluator for each rule.</summary>
    public static IReadOnlyList<IEvaluator> All { get; } =
    [
        new RuleEvaluator("must", context => Missing(context)),
        new RuleEvaluator("mustNot", context => Forbidden(context)),
        new RuleEvaluator("cites", context => Uncited(context)),
        new RuleEvaluator("refuses", context => Refusal(context)),
    ];

    /// <summary>Whether a reply says something: in any case, whatever signs and spaces; a number only as a whole one.</summary>
    internal static bool Says(string reply, string wanted)
    {
        var text = Fold(reply);
        return wanted.Split('|').Select(Fold).Where(each => each.Length > 0).Any(each => IsIn(text, each));
    }

    private static string? Missing(CaseContext context) => Judge(
        context.Case.Must, wanted => !Says(context.Reply.Reply, wanted), "It does not say ");

    private static string? Forbidden(CaseContext context) => Judge(
        context.Case.MustNot, forbidden => Says(context.Reply.Reply, forbidden), "It says ");

    private static string? Uncited(CaseContext context) => Judge(
        context.Case.Cites, wanted => context.Reply.Citations.All(citation => citation.Id != wanted), "It does not cite ");

    private static string? Refusal(CaseContext context)
        => context.Case.Refuses is not { } wanted ? null
            : wanted == context.Reply.Refuses ? ""
            : wanted ? "It should say that it does not know." : "It says that it does not know.";

    private static string? Judge(IReadOnlyList<string> rules, Func<string, bool> isBroken, string says)
        => rules.Count == 0 ? null
            : string.Join(", ", rules.Where(isBroken).Select(rule => $"“{rule.Trim()}”")) is { Length: > 0 } broken ? $"{says}{broken}."
            : "";

    private static bool IsIn(string text, string wanted)
    {
        for (var at = text.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = text.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            var end = at + wanted.Length;
            var isPart = (char.IsDigit(wanted[0]) && at > 0 && char.IsDigit(text[at - 1]))
                || (char.IsDigit(wanted[^1]) && end < text.Length && char.IsDigit(text[end]));
            if (!isPart)
            {
                return true;
            }
        }

        return false;
    }

    private static string Fold(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in Mark().Replace(text, "").Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            plain.Append(CharUnicodeInfo.GetUnicodeCategory(c) switch
            {
                UnicodeCategory.DashPunctuation => '-',
                UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => '\'',
                UnicodeCategory.SpaceSeparator or UnicodeCategory.Control => ' ',
                _ => c is '"' ? '\'' : c,
            });
        }

        return Spaces().Replace(plain.ToString(), " ").Trim();
    }

    [GeneratedRegex(@"\[\d+\]|[*_`]")]
    private static partial Regex Mark();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
