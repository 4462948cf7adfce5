using DigitalTwin.Conversations;
using DigitalTwin.Guards;
using DigitalTwin.Models;
using DigitalTwin.Models.Offline;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Previews;

/// <summary>A question for a persona that need not be the one in use.</summary>
/// <param name="Persona">Who is to answer.</param>
/// <param name="Message">What a visitor would say.</param>
internal sealed record PreviewQuestion(PersonaSnapshot Persona, string Message)
{
    /// <summary>The visitor's language as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>What was said before, oldest first.</summary>
    public IReadOnlyList<StoredMessage> Recent { get; init; } = [];

    /// <summary>Whether the offline model answers, whatever model is configured.</summary>
    public bool IsOffline { get; init; }
}

/// <summary>
/// Answers as the twin would: the same prompt, the same model, the same guards. Nothing is kept, and no tool is run; of the tools only
/// those are offered by which a model says that it does not know.
/// </summary>
internal sealed class TwinPreview(
    PromptBuilder prompts,
    IModel model,
    [FromKeyedServices(IModel.OfflineName)] IChatClient offline,
    ToolRegistry tools,
    IOptions<ModelOptions> options)
{
    private const string Origin = "preview";

    /// <summary>The name of the model that answers.</summary>
    /// <param name="isOffline">Whether the offline model answers, whatever model is configured.</param>
    public string ModelName(bool isOffline) => isOffline ? IModel.OfflineName : model.Name;

    /// <summary>Asks.</summary>
    /// <exception cref="ModelException">The model failed. Nothing stands in for it: that would be another twin's answer.</exception>
    public async Task<PreviewReply> AskAsync(PreviewQuestion question, CancellationToken cancellationToken)
    {
        var snapshot = question.Persona;
        var refusing = tools.For(ToolAudience.Visitor).Functions
            .Where(function => tools.Find(function.Name, ToolAudience.Visitor)?.MeansRefusal == true).ToList();
        var offered = question.IsOffline || model.IsOffline ? [] : refusing;
        var prompt = prompts.Build(snapshot, new PromptInput(question.Message, "", question.Recent, question.Locale));
        var writer = new CitationWriter(snapshot, question.Message, [], false);
        var name = ModelName(question.IsOffline);
        var reply = new ModelReply(writer, new ReplyGuard(snapshot), name, _ => { });
        var call = new Spender("", Origin, 0).Put(SpokenPersona.Put(
            new ChatOptions { MaxOutputTokens = options.Value.MaxOutputTokens, Tools = offered.Count > 0 ? [.. offered] : null },
            snapshot));
        var client = question.IsOffline ? offline : model.Client;
        await foreach (var update in client.GetStreamingResponseAsync(prompt.Messages, call, cancellationToken))
        {
            reply.Add(update);
            if (reply.IsStopped || reply.Length > ModelStepRunner.LongestReply)
            {
                break;
            }
        }

        reply.End();
        var text = string.Concat(reply.ToOutcome([], null).Pieces.Select(piece => piece.Text));
        return new PreviewReply(text.Trim(), [.. writer.Citations], reply.IsRefusal || reply.Calls.Count > 0, name);
    }
}

/// <summary>What the twin would answer.</summary>
/// <param name="Reply">In Markdown, with <c>[1]</c> for the first citation.</param>
/// <param name="Citations">What it draws on.</param>
/// <param name="Refuses">Whether it says that it does not know.</param>
/// <param name="Model">The model that answered.</param>
public sealed record PreviewReply(string Reply, IReadOnlyList<Citation> Citations, bool Refuses, string Model);
