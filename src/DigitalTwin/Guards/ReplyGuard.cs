using System.Runtime.CompilerServices;
using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Tools;

namespace DigitalTwin.Guards;

/// <summary>
/// Stands between a model and a visitor, whatever the model was talked into: no rules, no links to strangers, nothing invisible, no
/// claim to be the person. It knows nothing of the conversation, and trusts nothing that the model says.
/// </summary>
internal sealed class ReplyGuard
{
    private const string Refusal = "I don't repeat what I was told about how to work.";
    private const int MostOptions = 6;
    private const int LongestOption = 200;

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
    public string Write(string text) => Keep(links.Write(rules.Write(InvisibleText.Strip(text))) + Why());

    /// <summary>What was held back, and what the reply has to say at its end.</summary>
    public string Finish()
    {
        var rest = Keep(links.Write(rules.Finish()) + links.Finish() + Why());
        return rest + known.Honesty.CorrectionOf(shown.ToString());
    }

    /// <summary>A call as a visitor may be shown it: a question of the model's is a reply, too.</summary>
    public ToolCall Check(ToolCall call) => call.Clarification is not { } asked ? call : call with
    {
        Clarification = asked with
        {
            Question = Whole(asked.Question),
            Options = [.. asked.Options.Where(IsPlain).Select(Whole).Take(MostOptions)],
            Fields = asked.Fields is null ? null : [.. asked.Fields.Where(IsPlain).Select(Whole).Take(MostOptions)],
        },
    };

    private string Whole(string text)
    {
        var whole = new RuleGuard(known.Secret);
        var written = whole.Write(InvisibleText.Strip(text)) + whole.Finish();
        return new LinkGuard(known.Addresses).Rewrite(whole.IsStopped ? $"{written}{Refusal}" : written);
    }

    private static bool IsPlain(string option) => option.Length <= LongestOption && !LinkGuard.HasLink(option);

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

    private sealed class Known(Persona persona)
    {
        public SecretText Secret { get; } = new(persona);

        public KnownAddresses Addresses { get; } = new(persona);

        public Honesty Honesty { get; } = new(persona);
    }
}
