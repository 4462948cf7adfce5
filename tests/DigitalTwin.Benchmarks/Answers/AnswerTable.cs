using DigitalTwin.Testing.Answers;

namespace DigitalTwin.Benchmarks.Answers;

/// <summary>Prints what <see cref="AnswerMeasure"/> finds.</summary>
internal static class AnswerTable
{
    private static readonly string[] Kinds = ["wording", "paraphrase", "two", "followup", "typo"];

    /// <summary>Measures all sets of the folder; with <c>--each</c> every outcome that is not as it should be is printed.</summary>
    public static int Run(string folder, bool each)
    {
        var sets = AnswerSet.ReadAll(folder);

        // The first run compiles what it runs.
        _ = sets.SelectMany(AnswerMeasure.Run).Count();
        List<Outcome> all = [.. sets.SelectMany(AnswerMeasure.Run)];
        Console.WriteLine(
            "| | right % | wording | paraphrase | two | follow-up | typo | answered of none % | quote % | relevant | p95 ms |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var set in all.GroupBy(outcome => $"{outcome.Set.Folder}/{outcome.Set.Name} ({outcome.Set.Persona.Persona.Languages[0]})"))
        {
            Print(set.Key, [.. set]);
        }

        foreach (var folders in all.GroupBy(outcome => outcome.Set.Folder))
        {
            Print($"**{folders.Key}**", [.. folders]);
            Print("other languages", [.. folders.Where(outcome => outcome.Set.Persona.Persona.Languages[0] != "en")]);
        }

        foreach (var outcome in each ? all.Where(IsWrong) : [])
        {
            Console.WriteLine($"""
                [{outcome.Set.Name} {outcome.Question.Kind}] {outcome.Question.Before} >> {outcome.Question.Question}
                    = {string.Join(" | ", outcome.Question.Headings)}: {string.Join(" | ", outcome.Question.Sentences)}
                    < {outcome.Reply.ReplaceLineEndings(" / ")}
                """);
        }

        return 0;
    }

    private static bool IsWrong(Outcome outcome) => outcome.Question.Kind switch
    {
        "none" => outcome.Says,
        "smalltalk" => false,
        _ => !outcome.IsRight || !outcome.Quotes,
    };

    private static void Print(string name, List<Outcome> all)
    {
        List<Outcome> asked = [.. all.Where(outcome => Kinds.Contains(outcome.Question.Kind))];
        List<Outcome> right = [.. asked.Where(outcome => outcome.IsRight)];
        string Share(IEnumerable<Outcome> of, Func<Outcome, bool> what)
            => of.ToList() is { Count: > 0 } list ? $"{100.0 * list.Count(what) / list.Count:0}" : "–";
        var times = all.Select(outcome => outcome.Milliseconds).Order().ToList();
        var byKind = Kinds.Select(kind => Share(asked.Where(outcome => outcome.Question.Kind == kind), outcome => outcome.IsRight));
        Console.WriteLine(
            $"| {name} | {Share(asked, outcome => outcome.IsRight)} | {string.Join(" | ", byKind)} "
            + $"| {Share(all.Where(outcome => outcome.Question.Kind == "none"), outcome => outcome.Says)} "
            + $"| {Share(right, outcome => outcome.Quotes)} | {(right.Count == 0 ? 0 : right.Average(outcome => outcome.Relevant)):0.00} "
            + $"| {times[(int)(0.95 * times.Count)]:0.0} |");
    }
}
