using System.Text.RegularExpressions;

namespace DigitalTwin.Corrections;

/// <summary>The numbers and names of a sentence, in which a wrong statement mostly differs from the right one.</summary>
internal static partial class Values
{
    private const int Around = 3;

    /// <summary>The numbers and names of a text that another text has not.</summary>
    public static IReadOnlyList<string> Of(string text, string without)
        => [.. Find(text).Where(value => !Has(without, value.Text)).Select(value => value.Text).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The sentence with its wrong value replaced; <see langword="null"/> where it is not one value that differs.</summary>
    public static string? Replace(string sentence, CorrectionText said)
    {
        var news = Find(said.Right).Where(value => !Has(sentence, value.Text)).ToList();
        var olds = Find(sentence).Where(value => !Has(said.Right, value.Text)).ToList();
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

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
