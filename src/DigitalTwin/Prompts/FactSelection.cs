using DigitalTwin.Personas;

namespace DigitalTwin.Prompts;

/// <summary>The facts of a prompt.</summary>
/// <param name="Text">The facts as the prompt has them.</param>
/// <param name="IsComplete">Whether these are all facts of the persona.</param>
internal sealed record FactSelection(string Text, bool IsComplete)
{
    /// <summary>
    /// All facts in their order where they fit; else those that fit the topic best, always including the first fact.
    /// </summary>
    public static FactSelection Select(PersonaSnapshot snapshot, string topic, TokenBudget budget)
    {
        var facts = snapshot.Persona.Facts;
        var whole = string.Join('\n', facts.Select(fact => Format(fact, fact.Text)));
        if (budget.TrySpend(whole))
        {
            return new FactSelection(whole, true);
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

    // The persona is the owner's text, but a tag in it must not end the list of facts.
    private static string Format(Fact fact, string text)
        => $"<fact id=\"{fact.Id}\" title=\"{Fence.Break(fact.Title).Replace('"', '\'')}\">\n{Fence.Break(text)}\n</fact>";
}
