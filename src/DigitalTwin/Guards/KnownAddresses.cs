using System.Text.RegularExpressions;
using DigitalTwin.Personas;

namespace DigitalTwin.Guards;

/// <summary>The addresses that a reply may link to: those that the persona names, and what lies under them.</summary>
internal sealed partial class KnownAddresses
{
    private readonly List<Uri> named;
    private readonly string text;

    public KnownAddresses(Persona persona)
    {
        text = string.Join('\n', [persona.Contact, .. persona.Links.Select(link => link.Url), .. persona.Facts.Select(fact => fact.Text)]);
        named = [.. Address().Matches(text).Select(match => Parse(match.Value.TrimEnd('.', ',', ';', ':', '!', '?'))).OfType<Uri>()];
    }

    /// <summary>Whether a reply may link to it.</summary>
    public bool Has(string address)
    {
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            var mail = address["mailto:".Length..].Split('?')[0];
            return mail.Length > 0 && text.Contains(mail, StringComparison.OrdinalIgnoreCase);
        }

        return Parse(address) is { } uri && named.Any(known => IsUnder(uri, known));
    }

    /// <summary>The host of an address; empty where it has none.</summary>
    public static string HostOf(string address)
        => Uri.TryCreate(Full(address), UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && Slashes().IsMatch(address)
            ? uri.IdnHost
            : "";

    private static Uri? Parse(string address)
        => Uri.TryCreate(Full(address), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri
            : null;

    private static string Full(string address)
        => address.StartsWith("//", StringComparison.Ordinal) ? "https:" + address
            : address.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? "https://" + address
            : OneSlash().Replace(address, "$1//");

    private static bool IsUnder(Uri uri, Uri known)
    {
        var (path, above) = (uri.AbsolutePath, known.AbsolutePath.TrimEnd('/'));
        return uri.IdnHost == known.IdnHost
            && uri.Port == known.Port
            && (uri.Scheme == known.Scheme || uri.Scheme == "https")
            && !Upward().IsMatch(path)
            && path.StartsWith(above, StringComparison.Ordinal)
            && (path.Length == above.Length || path[above.Length] == '/');
    }

    // Browsers take one slash for two.
    [GeneratedRegex(@"\A(https?:)/+", RegexOptions.IgnoreCase)]
    private static partial Regex OneSlash();

    [GeneratedRegex(@"\A(?:[a-z][a-z0-9+.-]*:)?/|\Awww\.", RegexOptions.IgnoreCase)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\.\.|%2f|%5c|%2e", RegexOptions.IgnoreCase)]
    private static partial Regex Upward();

    [GeneratedRegex("""(?:https?://|www\.)[^\s<>()\[\]"'`]+""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
