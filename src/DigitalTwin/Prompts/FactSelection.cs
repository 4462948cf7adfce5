using System.Runtime.CompilerServices;
using DigitalTwin.Personas;

namespace DigitalTwin.Prompts;

/// <summary>The facts of a prompt.</summary>
/// <param name="Text">The facts as the prompt has them.</param>
/// <param name="IsComplete">Whether these are all facts of the persona.</param>
internal sealed record FactSelection(string Text, bool IsComplete)
{
    // Made once for each version of the persona: most personas fit, and have many more turns than versions.
    private static readonly ConditionalWeakTable<PersonaSnapshot, FactSelection> Whole = [];

    /// <summary>
    /// All facts in their order where they fit; else those that fit the topic best, always including the first fact.
    /// </summary>
    public static FactSelection Select(PersonaSnapshot snapshot, string topic, TokenBudget budget)
    {
        var facts = snapshot.Persona.Facts;
        var whole = Whole.GetValue(snapshot, all => new FactSelection(FormatAll(all.Persona.Facts), true));
        if (budget.TrySpend(whole.Text))
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

            var text = budget.SpendUpTo(fact.Text);
            if (text.Length > 0)
            {
                chosen.Add(fact, text);
            }
        }

        return new FactSelection(string.Join('\n', facts.Where(chosen.ContainsKey).Select(fact => Format(fact, chosen[fact]))), false);
    }

    private static string FormatAll(IReadOnlyList<Fact> facts) => string.Join('\n', facts.Select(fact => Format(fact, fact.Text)));

    // The persona is the owner's text, but a tag in it must not end the list of facts.
    private static string Format(Fact fact, string text)
        => $"<fact id=\"{fact.Id}\" title=\"{Fence.Break(fact.Title).Replace('"', '\'')}\">\n{Fence.Break(text)}\n</fact>";
}
