using DigitalTwin.Conversations;
using DigitalTwin.Media;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Prompts;

/// <summary>Fits instructions, facts, summary and recent messages into the model's token budget.</summary>
/// <remarks>
/// The order of claims: first the visitor's message and the instructions, then the results of tools in this turn (half
/// of the rest), facts (60 % of the rest), the summary (15 % of the rest), and the recent messages, newest first, with
/// all that remains.
/// </remarks>
internal sealed class PromptBuilder(TokenEstimator estimator, IOptions<ModelOptions> options)
{
    private const double MessageShare = 0.3;
    private const double StepShare = 0.5;
    private const double VoiceShare = 0.2;
    private const double FactShare = 0.6;
    private const double SummaryShare = 0.15;

    // OpenAI's count for a picture of the widget's largest size: https://platform.openai.com/docs/guides/images-vision
    private const int PictureTokens = 1_105;

    public Prompt Build(PersonaSnapshot snapshot, PromptInput input)
    {
        var budget = new TokenBudget(options.Value.ContextTokens, estimator.FactorOf(options.Value.Name ?? ""));
        var message = Spend(budget, MessageShare, share => VisitorText.Wrap(share.SpendUpTo(input.Message)));
        var values = InstructionValues(snapshot.Persona, input.Locale, budget);
        var around = TokenEstimator.Raw(VisitorText.Wrap("")) + (2 * TokenEstimator.MessageOverhead);
        budget.TrySpend(PromptTemplate.Twin.RawTokens(values) + around);
        budget.TrySpend(input.Tools);
        budget.TrySpend("", input.Pictures.Count * PictureTokens);
        var steps = Spend(budget, StepShare, share => StepMessages(input.Steps, share));
        var facts = Spend(budget, FactShare, share => FactSelection.Select(snapshot, Topic(input), share));
        values["facts"] = facts.Text;
        values["factsNote"] = facts.IsComplete ? "" : " note=\"the most relevant of a longer list\"";
        values["summary"] = Spend(budget, SummaryShare, share => Summary(share, input.Summary));
        var room = budget.Left;
        var recent = TakeNewest(input.Recent, budget);
        List<ChatMessage> messages =
        [
            new(ChatRole.System, PromptTemplate.Twin.Fill(values)),
            .. recent.Select(each => each.Chat),
            ToChatMessage(message, input.Pictures),
            .. steps,
        ];
        return new Prompt(
            messages,
            RawTokens(messages, input),
            [.. recent.Select(each => each.Stored)],
            [.. input.Recent.Take(input.Recent.Count - recent.Count)],
            room > 0 ? 1 - (budget.Left / room) : 1);
    }

    private static double RawTokens(List<ChatMessage> messages, PromptInput input)
        => messages.Sum(each => TokenEstimator.Raw(TextOf(each)) + TokenEstimator.MessageOverhead)
            + TokenEstimator.Raw(input.Tools)
            + (input.Pictures.Count * PictureTokens);

    private static Dictionary<string, string> InstructionValues(Persona persona, string? locale, TokenBudget budget)
        => Spend(budget, VoiceShare, share => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = share.SpendUpTo(persona.Name),
        ["style"] = share.SpendUpTo(persona.Style.Length > 0 ? persona.Style : "Friendly, clear and to the point."),
        ["boundaries"] = share.SpendUpTo(string.Join('\n', persona.Boundaries.Select(boundary => $"- {boundary}"))),
        ["headline"] = share.SpendUpTo(persona.Headline.Length > 0 ? $": {persona.Headline}" : ""),
        ["contact"] = share.SpendUpTo(Contact(persona)),
        ["exampleId"] = share.SpendUpTo(persona.Facts[0].Id),
        ["localeHint"] = locale is null ? "" : share.SpendUpTo($" (their page is in '{locale}')"),
        // Filled in later, and paid for when they are.
        ["facts"] = "",
        ["factsNote"] = "",
        ["summary"] = "",
    });

    private static string Contact(Persona persona)
    {
        var links = persona.Links.Select(link => $"{link.Title}: {link.Url}");
        return string.Join('\n', links.Prepend(persona.Contact).Where(line => line.Length > 0));
    }

    // A follow-up question such as "and when was that?" is about the visitor's question before it.
    private static string Topic(PromptInput input)
        => $"{input.Message} {input.Recent.LastOrDefault(message => message.IsFromVisitor)?.Text}";

    private static string Summary(TokenBudget share, string summary)
    {
        if (summary.Length == 0 || !share.TrySpend("\n# Earlier in this conversation\n<summary>\n\n</summary>"))
        {
            return "";
        }

        return $"\n# Earlier in this conversation\n<summary>\n{share.SpendUpTo(Fence.Break(summary))}\n</summary>";
    }

    // The calls always stay, because a model that does not see them repeats them. The newest results are kept longest.
    private static List<ChatMessage> StepMessages(IReadOnlyList<PromptStep> steps, TokenBudget share)
    {
        foreach (var step in steps)
        {
            var around = string.Concat(step.Results.Select(result => result.Before + result.After));
            share.TrySpend(TextOf(step.Assistant) + around, 2 * TokenEstimator.MessageOverhead);
        }

        var messages = new List<ChatMessage>();
        foreach (var step in steps.Reverse())
        {
            messages.Add(new ChatMessage(ChatRole.Tool, [.. step.Results.Select(result => ToContent(result, share))]));
            messages.Add(step.Assistant);
        }

        messages.Reverse();
        return messages;
    }

    private static FunctionResultContent ToContent(StepResult result, TokenBudget share)
        => new(result.CallId, result.Before + share.SpendUpTo(result.Text) + result.After);

    private static string TextOf(ChatMessage message) => string.Concat(message.Contents.Select(content => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => call.Name + string.Concat(call.Arguments?.Select(argument => argument.Key + argument.Value) ?? []),
        FunctionResultContent result => result.Result as string,
        _ => "",
    }));

    private static List<(StoredMessage Stored, ChatMessage Chat)> TakeNewest(IReadOnlyList<StoredMessage> messages, TokenBudget budget)
    {
        var taken = messages.Reverse()
            .Select(message => (Stored: message, Chat: ToChatMessage(message)))
            .TakeWhile(each => budget.TrySpend(each.Chat.Text, TokenEstimator.MessageOverhead))
            .ToList();
        taken.Reverse();
        return taken;
    }

    private static ChatMessage ToChatMessage(StoredMessage message)
    {
        if (message.IsFromVisitor)
        {
            return new ChatMessage(ChatRole.User, VisitorText.Wrap(message.Text));
        }

        var text = message.IsFromOwner
            ? $"(The person wrote this themself:)\n{message.Text}"
            : CitationWriter.RestoreMarkers(message.Text, message.Citations);
        return new ChatMessage(ChatRole.Assistant, text);
    }

    private static ChatMessage ToChatMessage(string message, IReadOnlyList<Picture> pictures)
    {
        var contents = pictures.Select(picture => new DataContent(Convert.FromBase64String(picture.Data!), picture.MediaType!));
        return new ChatMessage(ChatRole.User, [new TextContent(message), .. contents]);
    }

    private static T Spend<T>(TokenBudget budget, double fraction, Func<TokenBudget, T> spend)
    {
        var share = budget.Share(fraction);
        var result = spend(share);
        budget.Return(share);
        return result;
    }
}
