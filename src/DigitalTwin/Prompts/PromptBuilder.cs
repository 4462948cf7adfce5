using DigitalTwin.Conversations;
using DigitalTwin.Media;
using DigitalTwin.Models;
using DigitalTwin.Personas;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Prompts;

/// <summary>Fits instructions, facts, summary and recent messages into the model's token budget.</summary>
/// <remarks>
/// What never changes comes first, byte-equal for all visitors, since endpoints charge less for a beginning that they know: instructions,
/// voice, facts. Then the summary and the history; last what belongs to this message only. The order of claims: the instructions, the
/// facts of all turns (70 % of the rest, less a reserve for the message), the visitor's message, the results of tools in this turn (half
/// of the rest), facts for this question (a quarter), the summary (15 %), and the recent messages, newest first, with all that remains.
/// </remarks>
internal sealed class PromptBuilder(TokenEstimator estimator, IOptions<ModelOptions> options, TimeProvider time)
{
    private const double MessageShare = 0.6;
    private const double StepShare = 0.5;
    private const double VoiceShare = 0.2;
    private const double FactShare = 0.7;
    private const double QuestionFactShare = 0.25;
    private const double SummaryShare = 0.15;
    private const double ReserveShare = 0.25;
    private const double LargestReserve = 4_000;

    private const string NoteOnPart = " note=\"a part of them: search_persona finds the rest\"";

    // OpenAI's count for a picture of the widget's largest size: https://platform.openai.com/docs/guides/images-vision
    private const int PictureTokens = 1_105;

    public Prompt Build(PersonaSnapshot snapshot, PromptInput input)
    {
        var budget = new TokenBudget(options.Value.ContextTokens, estimator.FactorOf(options.Value.Name ?? ""));
        var values = InstructionValues(snapshot.Persona, budget);
        var instructions = PromptTemplate.Twin.RawTokens(values);
        var facts = BaseFacts(snapshot, input, instructions);
        values["facts"] = facts.Text;
        values["factsNote"] = facts.IsComplete ? "" : NoteOnPart;
        budget.TrySpend(instructions + facts.RawTokens + TokenEstimator.Raw(NoteOnPart) + (2 * TokenEstimator.MessageOverhead));
        var around = PromptContext.Of(input.Locale, time.GetUtcNow());
        budget.TrySpend(TokenEstimator.Raw(VisitorText.Wrap("")) + TokenEstimator.Raw(around.Text));
        budget.TrySpend(input.Tools);
        budget.TrySpend("", input.Pictures.Count * PictureTokens);
        var message = Spend(budget, MessageShare, share => VisitorText.Wrap(share.SpendUpTo(input.Message)));
        var steps = Spend(budget, StepShare, share => StepMessages(input.Steps, share));
        var more = Spend(budget, QuestionFactShare, share => facts.More(snapshot, Topic(input), share));
        var summary = Spend(budget, SummaryShare, share => Summary(share, input.Summary));
        var room = budget.Left;
        var recent = TakeNewest(input.Recent, budget);
        List<ChatMessage> messages =
        [
            new(ChatRole.System, PromptTemplate.Twin.Fill(values) + summary),
            .. recent.Select(each => each.Chat),
            ToChatMessage(around.With(more) + message, input.Pictures),
            .. steps,
        ];
        return new Prompt(
            messages,
            RawTokens(messages, input),
            [.. recent.Select(each => each.Stored)],
            [.. input.Recent.Take(input.Recent.Count - recent.Count)],
            room > 0 ? 1 - (budget.Left / room) : 1);
    }

    // The same in all turns of a session: what the session began with chooses, and the model's own count counts in steps only.
    private FactSelection BaseFacts(PersonaSnapshot snapshot, PromptInput input, double instructions)
    {
        var factor = Math.Ceiling(estimator.FactorOf(options.Value.Name ?? "") * 4) / 4;
        var left = Math.Max(0, options.Value.ContextTokens - (instructions * factor));
        var share = (left - Math.Min(LargestReserve, left * ReserveShare)) * FactShare;
        var first = input.Recent.FirstOrDefault(message => message.IsFromVisitor)?.Text ?? input.Message;
        return FactSelection.Select(snapshot, first, new TokenBudget(share, factor));
    }

    private static double RawTokens(List<ChatMessage> messages, PromptInput input)
        => messages.Sum(each => TokenEstimator.Raw(TextOf(each)) + TokenEstimator.MessageOverhead)
            + TokenEstimator.Raw(input.Tools)
            + (input.Pictures.Count * PictureTokens);

    private static Dictionary<string, string> InstructionValues(Persona persona, TokenBudget budget)
        => Spend(budget, VoiceShare, share => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = share.SpendUpTo(persona.Name),
        ["style"] = share.SpendUpTo(persona.Style.Length > 0 ? persona.Style : "Friendly, clear and to the point."),
        ["boundaries"] = share.SpendUpTo(string.Join('\n', persona.Boundaries.Select(boundary => $"- {boundary}"))),
        ["headline"] = share.SpendUpTo(persona.Headline.Length > 0 ? $": {persona.Headline}" : ""),
        ["contact"] = share.SpendUpTo(Contact(persona)),
        ["exampleId"] = share.SpendUpTo(persona.Facts[0].Id),
        // Filled in later, and paid for when they are.
        ["facts"] = "",
        ["factsNote"] = "",
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
        if (summary.Length == 0 || !share.TrySpend("\n\n# Earlier in this conversation\n<summary>\n\n</summary>"))
        {
            return "";
        }

        return $"\n\n# Earlier in this conversation\n<summary>\n{share.SpendUpTo(Fence.Break(summary))}\n</summary>";
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

        // Some endpoints refuse a history that begins with an answer.
        return taken.SkipWhile(each => !each.Stored.IsFromVisitor).ToList();
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
