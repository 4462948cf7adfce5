using DigitalTwin.Models;
using DigitalTwin.Personas;
using DigitalTwin.Previews;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace DigitalTwin.Evals;

/// <summary>Asks a persona the question of a case, and judges the reply.</summary>
internal sealed class EvalRunner(TwinPreview twin)
{
    /// <summary>The name under which the configured model is asked.</summary>
    public const string DefaultModel = "default";

    /// <summary>The models that can be asked.</summary>
    public static readonly IReadOnlyList<string> Models = [DefaultModel, IModel.OfflineName];

    /// <summary>Runs a case.</summary>
    /// <param name="wanted">The case.</param>
    /// <param name="persona">Who answers.</param>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<EvalResult> RunAsync(
        EvalCase wanted, PersonaSnapshot persona, string model, CancellationToken cancellationToken)
    {
        var isOffline = model == IModel.OfflineName;
        var question = new PreviewQuestion(persona, wanted.Question) { Locale = wanted.Locale, IsOffline = isOffline };
        try
        {
            return await JudgeAsync(wanted, await twin.AskAsync(question, cancellationToken), cancellationToken);
        }
        catch (ModelException error)
        {
            return new EvalResult(
                wanted.Id, twin.ModelName(isOffline), false, [], "", [], false, $"The model failed: {error.Failure}.");
        }
    }

    private static async Task<EvalResult> JudgeAsync(EvalCase wanted, PreviewReply reply, CancellationToken cancellationToken)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, reply.Reply)) { ModelId = reply.Model };
        List<ChatMessage> messages = [new(ChatRole.User, wanted.Question)];
        var checks = new List<EvalCheck>();
        foreach (var evaluator in CaseEvaluators.All)
        {
            var found = await evaluator.EvaluateAsync(
                messages, response, additionalContext: [new CaseContext(wanted, reply)], cancellationToken: cancellationToken);
            checks.AddRange(found.Metrics.Values.Select(ToCheck));
        }

        return new EvalResult(
            wanted.Id, reply.Model, checks.All(check => check.Passed), checks, reply.Reply,
            [.. reply.Citations.Select(citation => citation.Id)], reply.Refuses, null);
    }

    private static EvalCheck ToCheck(EvaluationMetric metric)
    {
        var isBroken = metric.Interpretation?.Failed == true;
        return new EvalCheck(metric.Name, !isBroken, isBroken ? metric.Interpretation!.Reason : null);
    }
}
