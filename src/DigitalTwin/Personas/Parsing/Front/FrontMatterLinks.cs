using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing.Front;

/// <summary>Reads the addresses in the front matter: they are shown to visitors, and only what is safe to open is.</summary>
internal static partial class FrontMatterLinks
{
    /// <summary>The links; an address without a scheme is one of the web or of mail.</summary>
    public static IReadOnlyList<PersonaLink> Read(
        Dictionary<string, string>? links, FrontMatterBlock? block, List<PersonaFinding> findings)
    {
        var read = new List<PersonaLink>();
        foreach (var (title, written) in links ?? [])
        {
            if (AddressOf(written) is { } address)
            {
                read.Add(new PersonaLink(title, address));
            }
            else
            {
                findings.Add(LeftOut(block, title, "A link has no web address: it is left out."));
            }
        }

        return read;
    }

    /// <summary>The picture's address: of the web, of the twin's own site, or a picture itself; else empty.</summary>
    public static string ReadAvatar(string? written, FrontMatterBlock? block, List<PersonaFinding> findings)
    {
        var address = written?.Trim() ?? "";
        if (!Scheme().IsMatch(address) || IsWeb(address) || address.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
        {
            return address;
        }

        findings.Add(LeftOut(block, "avatar", "The avatar is no address of a picture: it is left out."));
        return "";
    }

    private static string? AddressOf(string? written)
    {
        var text = written?.Trim() ?? "";
        return IsWeb(text) || (
            text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && text.Contains('@', StringComparison.Ordinal)) ? text
            : Scheme().IsMatch(text) && !HostAndPort().IsMatch(text) ? null
            : Mail().IsMatch(text) ? $"mailto:{text}"
            : Host().IsMatch(text) && IsWeb($"https://{text.TrimStart('/')}") ? $"https://{text.TrimStart('/')}"
            : null;
    }

    private static bool IsWeb(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static PersonaFinding LeftOut(FrontMatterBlock? block, string key, string words)
    {
        var line = Array.FindIndex((block?.Yaml ?? "").Split('\n'), each => each.Contains(key, StringComparison.OrdinalIgnoreCase));
        return new PersonaFinding(PersonaFindingKind.LeftOut, (block?.FirstLine ?? 1) + Math.Max(0, line), words);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[\w.-]+\.[a-z]{2,}:\d+(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^[^\s@/]+@[^\s@/]+\.[^\s@/]+$")]
    private static partial Regex Mail();

    [GeneratedRegex(@"^(//)?[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}(:\d+)?([/?#]\S*)?$")]
    private static partial Regex Host();
}
