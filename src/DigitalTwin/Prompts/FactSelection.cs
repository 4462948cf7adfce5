using DigitalTwin.Personas;

namespace DigitalTwin.Prompts;

/// <summary>The facts of a prompt.</summary>
/// <param name="Text">As they stand in it.</param>
/// <param name="IsComplete">Whether these are all facts of the persona.</param>
internal sealed record FactSelection(string Text, bool IsComplete)
{
    /// <summary>All facts in their order where they fit; else the ones that fit the topic best, the first of all always among them.</summary>
    public static FactSelection Select(PersonaSnapshot snapshot, string topic, TokenBudget budget)
    {
        var facts = snapshot.Persona.Facts;
        var whole = string.Join('\n', facts.Select(fact => Format(fact, fact.Text)));
        if (budget.TrySpend(whole))
        {
            return new FactSelection(whole, true);
        }

        // What the owner put first is who the person is: it is the fallback for a topic that nothing fits.
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

    // The persona is the owner's, but a tag in it must not end the list of facts.
    private static string Format(Fact fact, string text)
        => $"<fact id=\"{fact.Id}\" title=\"{Fence.Break(fact.Title).Replace('"', '\'')}\">\n{Fence.Break(text)}\n</fact>";
}
