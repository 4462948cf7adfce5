using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Guards;

/// <summary>
/// Lets links through to addresses that the persona names. Others become text with their host shown; no link says that it leads elsewhere
/// than it does; pictures never load. What may become a link is held back until it is one.
/// </summary>
internal sealed partial class LinkGuard(KnownAddresses known)
{
    private readonly StringBuilder held = new();

    /// <summary>Takes a piece and returns what can be shown.</summary>
    public string Write(string text)
    {
        held.Append(text);
        var all = held.ToString();
        var begun = Begun().Match(all);
        var end = begun.Success ? begun.Index : all.Length;
        held.Remove(0, end);
        return Rewrite(all[..end]);
    }

    /// <summary>What is still held back, once the reply is over.</summary>
    public string Finish()
    {
        var rest = held.ToString();
        held.Clear();
        return Rewrite(rest);
    }

    /// <summary>A whole text with its links seen to.</summary>
    public string Rewrite(string text) => text.Length == 0 ? text : Whole().Replace(text, match => Of(match.Groups, match.Value));

    /// <summary>Whether a text has an address in it, or a link.</summary>
    public static bool HasLink(string text) => Whole().IsMatch(text);

    private string Of(GroupCollection groups, string all)
    {
        if (groups["tag"].Success)
        {
            return "";
        }

        if (groups["picture"].Success)
        {
            return groups["alt"].Value;
        }

        if (!groups["label"].Success)
        {
            var bare = groups["bare"].Value + groups["auto"].Value;
            var tail = bare[bare.TrimEnd('.', ',', ';', ':', '!', '?').Length..];
            var address = bare[..^tail.Length];
            return known.Has(address) ? all : KnownAddresses.HostOf(address) + tail;
        }

        var (label, target) = (groups["label"].Value, groups["target"].Value);
        var host = KnownAddresses.HostOf(target);
        var says = Host().Match(label) is { Success: true } said ? said.Value : null;
        var isFalse = says is not null && !says.Equals(host, StringComparison.OrdinalIgnoreCase)
            && !says.Equals($"www.{host}", StringComparison.OrdinalIgnoreCase)
            && !host.Equals($"www.{says}", StringComparison.OrdinalIgnoreCase)
            && !target.Contains(says, StringComparison.OrdinalIgnoreCase);
        return known.Has(target) ? isFalse ? $"[{host}]({target})" : all
            : host.Length == 0 ? Plain(label)
            : says is null ? $"{label} ({host})" : $"({host})";
    }

    // A label that is an address itself would be one again.
    private string Plain(string label) => HasLink(label) ? Rewrite(label) : label;

    [GeneratedRegex(
        """
        (?<picture>!\[(?<alt>[^\[\]\n]{0,300})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,300}\]))
        |\[(?<label>[^\[\]\n]{1,300})\]\(\s*<?(?<target>[^()\s<>]{1,2000})>?(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)
        |<(?<auto>[a-z][a-z0-9+.-]{1,20}:[^<>\s]{1,2000})>
        |(?<tag></?(?:a|img|script|iframe|object|embed|form|input|button|link|meta|base|style|svg|video|audio|source)\b[^<>]{0,2000}>)
        |(?<bare>(?<![\w@])(?:(?:[a-z][a-z0-9+.-]{1,20}:)?//|www\.)[^\s<>()\[\]"'`]{1,2000})
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Whole();

    [GeneratedRegex(
        """
        (?:
          !?\[[^\[\]\n]{0,300}(?:\](?:\([^()\n]{0,2000})?)?
          |!
          |</?(?:[a-z][^<>\n]{0,2000})?
          |(?<![\w@])(?:h|ht|htt|https?|https?:/?|w{1,3}|www\.[^\s<>()\[\]"'`]{0,2000}|/
            |(?:[a-z][a-z0-9+.-]{1,20}:)?//[^\s<>()\[\]"'`]{0,2000})
        )\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Begun();

    [GeneratedRegex(@"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
