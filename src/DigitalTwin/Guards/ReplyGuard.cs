using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Personas;
using DigitalTwin.Tools;

namespace DigitalTwin.Guards;

/// <summary>
/// Stands between a model and a visitor, whatever the model was talked into: no rules, no links to strangers, nothing invisible, no
/// claim to be the person. It knows nothing of the conversation, and trusts nothing that the model says.
/// </summary>
internal sealed partial class ReplyGuard
{
    private const string Refusal = "I don't repeat what I was told about how to work.";
    private const int MostOptions = 6;
    private const int LongestOption = 200;
    private const int LongestQuestion = 1_000;

    // Made once for each version of the persona.
    private static readonly ConditionalWeakTable<PersonaSnapshot, Known> Personas = [];

    private readonly Known known;
    private readonly RuleGuard rules;
    private readonly LinkGuard links;
    private readonly StringBuilder shown = new();
    private bool saidWhy;

    public ReplyGuard(PersonaSnapshot snapshot)
    {
        known = Personas.GetValue(snapshot, all => new Known(all.Persona));
        (rules, links) = (new RuleGuard(known.Secret), new LinkGuard(known.Addresses));
    }

    /// <summary>Whether the reply was ended, because it began to repeat the rules.</summary>
    public bool IsStopped => rules.IsStopped;

    /// <summary>Takes a piece of a reply and returns what can be shown now.</summary>
    public string Write(string text) => Keep(rules.Write(links.Write(VisibleText.Strip(text))) + Why());

    /// <summary>Takes note of what the same reply showed before.</summary>
    public void Remember(string text) => rules.Remember(text);

    /// <summary>What was held back, and what the reply has to say at its end.</summary>
    public string Finish()
    {
        var rest = Keep(rules.Write(links.Finish()) + rules.Finish() + Why());
        return rest + known.Honesty.CorrectionOf(shown.ToString());
    }

    /// <summary>
    /// A call as a visitor may be shown it: a question of the model's is a reply, too, and so is what they are asked to agree to.
    /// </summary>
    public ToolCall Check(ToolCall call)
    {
        var isShown = call.Clarification is not null || call.Approval == ToolApproval.Visitor;
        if (isShown && IsTelling(call.Arguments))
        {
            return call with { Clarification = null, Refusal = "Not done: it repeats what only you were told. Leave that out." };
        }

        if (call.Clarification is not { } asked)
        {
            return call;
        }

        var question = Whole(asked.Question.Length > LongestQuestion ? asked.Question[..LongestQuestion] : asked.Question);
        return string.IsNullOrWhiteSpace(question)
            ? call with { Clarification = null, Refusal = "The question is empty. Ask again in words." }
            : call with
            {
                Clarification = asked with
                {
                    Question = question,
                    Options = Plain(asked.Options),
                    Fields = asked.Fields is null ? null : Plain(asked.Fields),
                },
            };
    }

    private bool IsTelling(string text)
    {
        var guard = new RuleGuard(known.Secret);
        guard.Write(VisibleText.Strip(Escaped().Replace(text, " ")));
        return guard.IsStopped;
    }

    private string Whole(string text) => new LinkGuard(known.Addresses).Rewrite(VisibleText.Strip(text));

    private static List<string> Plain(IEnumerable<string> options)
        => [.. options.Where(option => option.Length <= LongestOption && !LinkGuard.HasLink(option)).Select(VisibleText.Strip)
            .Where(option => !string.IsNullOrWhiteSpace(option)).Take(MostOptions)];

    private string Why()
    {
        if (!rules.IsStopped || saidWhy)
        {
            return "";
        }

        saidWhy = true;
        return (shown.Length > 0 ? "\n\n" : "") + Refusal;
    }

    private string Keep(string text)
    {
        shown.Append(text);
        return text;
    }

    // In JSON a character may be written as its number.
    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}|\\[nrt]")]
    private static partial Regex Escaped();

    private sealed class Known(Persona persona)
    {
        public SecretText Secret { get; } = new(persona);

        public KnownAddresses Addresses { get; } = new(persona);

        public Honesty Honesty { get; } = new(persona);
    }
}
