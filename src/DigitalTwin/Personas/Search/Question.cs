namespace DigitalTwin.Personas.Search;

/// <summary>A term that a question asks for.</summary>
/// <param name="Term">The stem or phrase itself.</param>
/// <param name="Importance">How much of the question it is: rare terms are more.</param>
/// <param name="Variants">The persona's terms that answer it with how well they do, 0 to 1; the term itself is one.</param>
/// <param name="IsAttribute">Whether a text that lacks it does not answer the question.</param>
internal sealed record AskedTerm(string Term, double Importance, IReadOnlyList<(string Term, double Weight)> Variants, bool IsAttribute)
{
    /// <summary>Whether the question may be answered without it.</summary>
    public bool IsLight { get; init; }

    /// <summary>The topics that it asks for.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Whether it asks for something that people are usually asked.</summary>
    public bool IsTopic => Topics.Count > 0;

    /// <summary>How well the best of the terms answers it that are there.</summary>
    public double Best(Func<string, bool> isThere)
    {
        double best = 0;
        foreach (var (variant, weight) in Variants)
        {
            if (weight > best && isThere(variant))
            {
                best = weight;
            }
        }

        return best;
    }

    /// <summary>Both terms as one.</summary>
    public AskedTerm With(AskedTerm other) => this with
    {
        Importance = Variants.Count == 0 ? other.Importance
            : other.Variants.Count == 0 ? Importance
            : Math.Max(Importance, other.Importance),
        Variants = [.. Variants.Concat(other.Variants).GroupBy(each => each.Term).Select(group => group.MaxBy(each => each.Weight))],
        IsAttribute = IsAttribute || other.IsAttribute,
        IsLight = IsLight && other.IsLight,
        Topics = [.. Topics.Union(other.Topics)],
    };
}

/// <summary>What a question asks for.</summary>
/// <param name="Language">The language of the question.</param>
/// <param name="Terms">What it asks for, each once.</param>
/// <param name="Kinds">What kinds of things the answer names, such as <c>#date</c>.</param>
internal sealed record Question(string Language, IReadOnlyList<AskedTerm> Terms, IReadOnlyList<string> Kinds)
{
    /// <summary>The kind of answer that names a person.</summary>
    public const string ForPerson = "#person";

    /// <summary>As it was asked.</summary>
    public string Text { get; init; } = "";

    /// <summary>The importance of all terms.</summary>
    public double Importance { get; } = Terms.Sum(term => term.Importance);
}
