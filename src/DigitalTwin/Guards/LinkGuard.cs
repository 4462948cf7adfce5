using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Guards;

/// <summary>
/// Lets links through to addresses that the persona names. Others become text with their host shown; no link says that it leads elsewhere
/// than it does; pictures never load, and a tag is none. What may become a link is held back until it is one.
/// </summary>
internal sealed partial class LinkGuard(KnownAddresses known)
{
    // What is taken out may have kept apart what becomes a link without it.
    private const int MostPasses = 4;

    // The longest scheme, and some.
    private const int Remembered = 24;

    private readonly StringBuilder held = new();

    // The end of what was released: a scheme may stand there whose slashes come now.
    private string released = "";

    /// <summary>Takes a piece and returns what can be shown.</summary>
    public string Write(string text)
    {
        held.Append(text);
        var all = held.ToString();
        var begun = Begun().Match(all);
        var end = begun.Success ? begun.Index : all.Length;
        held.Remove(0, end);
        return Release(all[..end]);
    }

    /// <summary>What is still held back, once the reply is over.</summary>
    public string Finish()
    {
        var rest = held.ToString();
        held.Clear();
        return Release(rest);
    }

    /// <summary>A whole text with its links seen to.</summary>
    public string Rewrite(string text)
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var now = text;
            var next = Whole().Replace(now, match => Of(match, now[..match.Index]));
            if (next == text)
            {
                break;
            }

            text = next;
        }

        return text;
    }

    /// <summary>Whether a text has an address in it, or a link.</summary>
    public static bool HasLink(string text) => Whole().IsMatch(text) || text.Contains("](", StringComparison.Ordinal);

    private string Release(string text)
    {
        var shown = Rewrite(text);
        var all = released + shown;
        released = all.Length > Remembered ? all[^Remembered..] : all;
        return shown;
    }

    private string Of(Match match, string before)
    {
        var (groups, all) = (match.Groups, match.Value);
        if (groups["picture"].Success)
        {
            return groups["alt"].Value is { Length: > 0 } alt ? alt : " ";
        }

        if (groups["auto"].Success)
        {
            var address = groups["auto"].Value;
            return known.Has(address) ? all : KnownAddresses.HostOf(address) is { Length: > 0 } host ? host : $"< {address}>";
        }

        if (groups["tag"].Success)
        {
            return "< ";
        }

        if (groups["bare"].Success)
        {
            return OfBare(groups, before, all);
        }

        var target = groups["target"].Value;
        return known.Has(target) ? OfKnown(groups["label"].Value, target, all)
            : IsOwn(target) ? all
            : OfStranger(groups["label"].Value, target, groups["label"].Success);
    }

    private string OfBare(GroupCollection groups, string before, string all)
    {
        var isSplit = groups["slashes"].Success && !groups["scheme"].Success;
        var scheme = isSplit ? Scheme().Match(released + before).Value : groups["scheme"].Value;
        var isAddress = groups["slashes"].Length > 1 || scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        if (groups["slashes"].Success && (scheme.Length < 2 || !isAddress))
        {
            return all;
        }

        var address = all.TrimEnd('.', ',', ';', ':', '!', '?', '_', '~', '\'');
        var whole = isSplit ? scheme + address : address;
        return known.Has(whole) ? all
            : (isSplit ? ": " : "") + (KnownAddresses.HostOf(whole) is { Length: > 0 } host
                ? host + all[address.Length..]
                : groups["rest"].Value);
    }

    private static string OfKnown(string label, string target, string all)
    {
        var (host, says) = (KnownAddresses.HostOf(target), Host().Match(label));
        return !says.Success || target.Contains(says.Value, StringComparison.OrdinalIgnoreCase) ? all : $"[{host}]({target})";
    }

    private static string OfStranger(string label, string target, bool isSimple)
    {
        var host = KnownAddresses.HostOf(target);
        return !isSimple ? $"] ({(host.Length > 0 ? host : target)})"
            : host.Length == 0 ? label
            : Host().IsMatch(label) ? $"({host})" : $"{label} ({host})";
    }

    // A place of the page itself, or a call in a line of code: it has no scheme and no host.
    private static bool IsOwn(string target)
        => !target.Contains(':', StringComparison.Ordinal) && !target.Contains('\\', StringComparison.Ordinal)
            && !target.StartsWith("//", StringComparison.Ordinal) && !target.Contains('&', StringComparison.Ordinal);

    [GeneratedRegex(
        """
        (?<picture>!\[(?<alt>[^\[\]\n]{0,300})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,300}\]))
        |\[(?<label>[^\[\]\n]{1,300})\]\(\s*<?(?<target>[^\s)>]{1,2000})>?(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)
        |\]\(\s*<?(?<target>[^\s)>]{1,2000})>?[^)\n]{0,300}\)
        |<(?<auto>[a-z][a-z0-9+.-]{1,20}:[^<>\s]{1,2000})>
        |(?<tag><(?=[a-z/!?])(?!/?(?!script|style|iframe|img|image|svg|math|object|embed|form|base|meta|link|template|video|audio|input)
            [a-z][a-z0-9]{0,15}>))
        |(?<bare>(?:(?<scheme>[a-z][a-z0-9+.-]{1,20})?:(?<slashes>/+)|(?<![A-Za-z0-9@.])www\.)
            (?<rest>[A-Za-z0-9._~:/?\#@!$&+,;=%-]{0,2000}))
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Whole();

    [GeneratedRegex(
        """
        (?:
          !?\[[^\[\]\n]{0,300}(?:\](?:\([^)\n]{0,2000})?)?
          |\](?:\([^)\n]{0,2000})?
          |!
          |</?(?:[a-z][a-z0-9+.-]{0,20}(?::[^<>\s]{0,2000})?)?
          |(?<![A-Za-z0-9@.])w{1,3}
          |(?:[a-z][a-z0-9+.-]{1,20})?:(?:/+[A-Za-z0-9._~:/?\#@!$&+,;=%-]{0,2000})?
          |(?<![A-Za-z0-9@.])www\.[A-Za-z0-9._~:/?\#@!$&+,;=%-]{0,2000}
        )\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Begun();

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|\d{1,3}(?!\d))", RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
