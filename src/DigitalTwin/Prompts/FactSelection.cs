using System.Runtime.CompilerServices;
using DigitalTwin.Personas;

namespace DigitalTwin.Prompts;

/// <summary>The facts of a prompt.</summary>
/// <param name="Text">The facts as the prompt has them.</param>
/// <param name="IsComplete">Whether these are all facts of the persona.</param>
/// <param name="Chosen">The facts.</param>
internal sealed record FactSelection(string Text, bool IsComplete, IReadOnlySet<Fact> Chosen)
{
    private const string MoreOpen = "<more_facts>\n";
    private const string MoreClose = "</more_facts>\n";

    // Made once for each version of the persona: most personas fit, and have many more turns than versions.
    private static readonly ConditionalWeakTable<PersonaSnapshot, FactSelection> Wholes = [];

    /// <summary>The tokens of <see cref="Text"/>, before calibration. Counted once: the same facts serve many turns.</summary>
    public double RawTokens { get; } = TokenEstimator.Raw(Text);

    /// <summary>
    /// All facts in their order where they fit; else those that fit the topic best, always including the first fact.
    /// </summary>
    public static FactSelection Select(PersonaSnapshot snapshot, string topic, TokenBudget budget)
    {
        var facts = snapshot.Persona.Facts;
        var whole = Wholes.GetValue(snapshot, all => Whole(all.Persona.Facts));
        if (budget.TrySpend(whole.RawTokens))
        {
            return whole;
        }

        // The owner's first fact is who the person is: the fallback for a topic that no fact fits.
        var byRelevance = snapshot.Index.Rank(topic).Select(ranked => ranked.Fact).Append(facts[0]).Concat(facts).Distinct();
        var chosen = new Dictionary<Fact, string>();
        foreach (var fact in byRelevance)
        {
            if (!budget.TrySpend(Format(fact, "") + "\n"))
            {
                break;
            }

            var kept = budget.SpendUpTo(fact.Text);
            if (kept.Length > 0)
            {
                chosen.Add(fact, kept);
            }
        }

        var text = string.Join('\n', facts.Where(chosen.ContainsKey).Select(fact => Format(fact, chosen[fact])));
        return new FactSelection(text, false, chosen.Keys.ToHashSet());
    }

    /// <summary>Facts that fit a question and are not among these, as the prompt has them; empty where there are none.</summary>
    public string More(PersonaSnapshot snapshot, string topic, TokenBudget budget)
    {
        if (IsComplete || !budget.TrySpend(MoreOpen + MoreClose))
        {
            return "";
        }

        var more = snapshot.Index.Rank(topic)
            .Select(ranked => ranked.Fact)
            .Where(fact => !Chosen.Contains(fact))
            .TakeWhile(fact => budget.TrySpend(Format(fact, fact.Text) + "\n"))
            .Select(fact => Format(fact, fact.Text) + "\n")
            .ToList();
        return more.Count == 0 ? "" : MoreOpen + string.Concat(more) + MoreClose;
    }

    private static FactSelection Whole(IReadOnlyList<Fact> facts)
        => new(string.Join('\n', facts.Select(fact => Format(fact, fact.Text))), true, facts.ToHashSet());

    // The persona is the owner's text, but a tag in it must not end the list of facts.
    private static string Format(Fact fact, string text)
        => $"<fact id=\"{fact.Id}\" title=\"{Attribute(fact.Title)}\"{Above(fact)}>\n{Fence.Break(text)}\n</fact>";

    // What a heading is about, often only the headings above it say: "2019 to 2021" below "Acme".
    private static string Above(Fact fact)
        => fact.Parents.Count == 0 ? "" : $" in=\"{string.Join(" > ", fact.Parents.Select(Attribute))}\"";

    private static string Attribute(string heading) => Fence.Break(heading).Replace('"', '\'');
}
