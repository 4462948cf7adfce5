using System.Text.RegularExpressions;

namespace DigitalTwin.Corrections;

/// <summary>The numbers and names of a sentence, in which a wrong statement mostly differs from the right one.</summary>
internal static partial class Values
{
    private const int Around = 3;
    private const int MostWords = 4;

    /// <summary>The numbers and names of a text that another text has not.</summary>
    public static IReadOnlyList<string> Of(string text, string without)
        => [.. Find(text).Where(value => !Has(without, value.Text)).Select(value => value.Text).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether a sentence says what is right already: it has each of its values, and not what is wrong.</summary>
    public static bool AreIn(string sentence, CorrectionText said)
        => Find(said.Right).ToList() is { Count: > 0 } values
            && values.TrueForAll(value => Has(sentence, value.Text))
            && said.Wrong.Length > 0 && !Has(sentence, said.Wrong);

    /// <summary>Whether a sentence has another number of what the correction says a number of: "290 euros" of "340 euros".</summary>
    public static bool HaveUnitsOf(string sentence, CorrectionText said)
        => Counted(said.Right).Any(one => Counted(sentence).Any(other
            => one.Number != other.Number && string.Equals(one.Unit, other.Unit, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<(string Number, string Unit)> Counted(string text)
        => CountedForm().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    /// <summary>The sentence with its wrong value replaced; <see langword="null"/> where it is not one value that differs.</summary>
    public static string? Replace(string sentence, CorrectionText said) => ReplaceNamed(sentence, said) ?? ReplaceOne(sentence, said);

    // What the correction calls wrong stands there, and it has one thing instead: "Six mentees, not four."
    private static string? ReplaceNamed(string sentence, CorrectionText said)
    {
        if (!Has(sentence, said.Wrong))
        {
            return null;
        }

        var runs = new List<List<Match>>();
        foreach (Match word in Token().Matches(said.Right))
        {
            if (Has(sentence, word.Value))
            {
                runs.Add([]);
            }
            else if (runs is [.., var run])
            {
                run.Add(word);
            }
            else
            {
                runs.Add([word]);
            }
        }

        if (runs.Where(run => run.Count > 0).ToList() is not [var only] || only.Count > MostWords)
        {
            return null;
        }

        var instead = said.Right[only[0].Index..(only[^1].Index + only[^1].Length)];
        var isWord = only[0].Index == 0 && only.Count == 1 && !char.IsUpper(said.Wrong[0]);
        return new Regex($@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(said.Wrong)}(?![\p{{L}}\p{{N}}])", RegexOptions.IgnoreCase)
            .Replace(sentence, _ => isWord ? instead.ToLowerInvariant() : instead, 1);
    }

    private static string? ReplaceOne(string sentence, CorrectionText said)
    {
        // What follows a semicolon explains.
        var right = said.Right.Split(';')[0];
        var news = Find(right).Where(value => !Has(sentence, value.Text)).ToList();
        var olds = Find(sentence).Where(value => !Has(right, value.Text)).ToList();
        var named = olds.Where(value => Has(said.Wrong, value.Text) || Has(value.Text, said.Wrong)).ToList();
        olds = named.Count > 0 ? named : olds;
        var pairs = news.SelectMany(
                one => olds.Where(other => other.IsNumber == one.IsNumber),
                (one, other) => (New: one, Old: other, Likeness: Likeness(one, other)))
            .OrderByDescending(pair => pair.Likeness).ToList();
        if (news.Count != 1 || pairs.Count == 0 || (pairs.Count > 1 && pairs[0].Likeness == pairs[1].Likeness))
        {
            return null;
        }

        var old = pairs[0].Old;
        return sentence[..old.Start] + pairs[0].New.Text + sentence[(old.Start + old.Text.Length)..];
    }

    private static bool Has(string text, string value)
        => value.Length > 0
            && Regex.IsMatch(
                text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(value)}(?![\p{{L}}\p{{N}}])",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static int Likeness(Value one, Value other) => one.Beside.Intersect(other.Beside, StringComparer.OrdinalIgnoreCase).Count();

    private static IEnumerable<Value> Find(string text)
    {
        var words = Word().Matches(text);
        foreach (Match match in ValueForm().Matches(text))
        {
            // The first word of a sentence is written like a name.
            if (match.Groups["number"].Success || match.Index > 0)
            {
                var before = words.Where(word => word.Index + word.Length <= match.Index).TakeLast(Around);
                var after = words.Where(word => word.Index >= match.Index + match.Length).Take(Around);
                yield return new Value(
                    match.Index, match.Value, match.Groups["number"].Success, [.. before.Concat(after).Select(word => word.Value)]);
            }
        }
    }

    private sealed record Value(int Start, string Text, bool IsNumber, IReadOnlyList<string> Beside);

    [GeneratedRegex(@"(?<number>\d+(?:[.,:]\d+)*)|(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}'’&-]*(?:(?: & | )\p{Lu}[\p{L}\p{N}'’&-]*)*")]
    private static partial Regex ValueForm();

    [GeneratedRegex(@"(?<![\p{L}\p{N}.,:])(\d+(?:[.,:]\d+)*)\s*(\p{L}+|%|€|£|\$)")]
    private static partial Regex CountedForm();

    // A number with its separators is one.
    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[.,:]\d+)*")]
    private static partial Regex Token();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
