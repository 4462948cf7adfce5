using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Personas.Parsing;

namespace DigitalTwin.Personas.Importing;

/// <summary>Reads who a CV is about, and how and where the person can be found.</summary>
internal sealed partial class CvHead
{
    private const int LongestHeadline = 140;

    private readonly List<string> place = [];
    private readonly List<string> contact = [];
    private readonly List<PersonaLink> links = [];
    private readonly List<string> personal = [];
    private readonly List<CvLine> summary = [];
    private string name = "";
    private string headline = "";

    private CvHead()
    {
    }

    /// <summary>Reads the head, and the sections that belong to it.</summary>
    public static CvDocument Read(List<CvLine> head, List<CvSection> sections)
    {
        var reader = new CvHead();
        head.ForEach(line => reader.Take(line, isHead: true));
        foreach (var line in sections.Where(IsAboutContact).SelectMany(section => section.Lines))
        {
            reader.Take(line, isHead: false);
        }

        sections.Where(section => section.Kind is not (CvKind.Projects or CvKind.Publications or CvKind.Certificates or CvKind.Work))
            .ToList().ForEach(reader.TakeLinks);
        return reader.ToDocument(sections.Where(section => !IsAboutContact(section)));
    }

    private static bool IsAboutContact(CvSection section) => section.Kind is CvKind.Contact or CvKind.Links;

    private CvDocument ToDocument(IEnumerable<CvSection> sections)
    {
        if (place.Count == 0 && headline.Contains(',', StringComparison.Ordinal))
        {
            place.Add(headline[(headline.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim());
        }

        List<CvSection> all =
        [
            new CvSection(CvKind.Summary, "", summary),
            .. sections,
            new CvSection(CvKind.Contact, "", [.. personal.Select(text => new CvLine(text) { IsItem = true })]),
        ];
        return new CvDocument
        {
            Name = InSmallLetters(name),
            Headline = headline,
            Place = place,
            Contact = contact,
            Links = links,
            Sections = [.. all.Where(section => section.Lines.Count > 0)],
        };
    }

    // A line with an address and nothing else is no text of its section.
    private void TakeLinks(CvSection section)
    {
        foreach (var line in section.Lines.Where(line => LinkAlone().IsMatch(line.Text)).ToList())
        {
            section.Lines.Remove(line);
            Take(line, isHead: false);
        }
    }

    private void Take(CvLine line, bool isHead)
    {
        if (isHead && CvHeadings.IsTitle(line.Text))
        {
            return;
        }

        if (isHead && name.Length == 0 && PersonaNames.Read(line.Text) is { } read)
        {
            (name, headline) = (read.Name, read.Headline ?? headline);
            return;
        }

        if (isHead && line.Text.Length > LongestHeadline && !Mail().IsMatch(line.Text))
        {
            summary.Add(line);
            return;
        }

        var label = "";
        foreach (var piece in Pieces().Split(line.Text).Select(text => text.Trim(' ', ',', ';', '/')).Where(text => text.Length > 0))
        {
            // In a table the label is a cell of its own.
            var labelled = label + piece;
            var match = Label().Match(labelled);
            var (said, text) = (match.Groups[1].Value.ToLowerInvariant(), labelled[match.Length..].Trim());
            if (text.Length > 0 && !TakeAddress(said, text))
            {
                TakeWords(said, text, labelled, isHead);
            }

            label = text.Length == 0 ? $"{piece.TrimEnd(':')}: " : "";
        }
    }

    private bool TakeAddress(string label, string text)
    {
        if (Mail().IsMatch(text))
        {
            contact.AddRange(Mail().Matches(text).Select(match => match.Value));
        }
        else if (Web().IsMatch(text))
        {
            links.AddRange(Web().Matches(text).Select(web => LinkOf(label, text, web.Value)));
        }
        else if (Phone().IsMatch(text) && !Date().IsMatch(text))
        {
            contact.Add(text);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void TakeWords(string label, string text, string piece, bool isHead)
    {
        if (Personal().IsMatch(piece))
        {
            personal.Add(piece);
        }
        else if (label.StartsWith("name", StringComparison.Ordinal) || label is "nom" or "nombre")
        {
            name = name.Length == 0 ? text : name;
        }
        else if (isHead && label.Length == 0 && headline.Length == 0 && !PostCode().IsMatch(text))
        {
            headline = text;
        }
        else if (PlaceLabel().IsMatch(label) || (label.Length == 0 && IsPlace(text)))
        {
            place.Add(CityOf(text));
            personal.AddRange(CityOf(text) == text ? [] : [piece]);
        }
        else if (isHead && label.Length == 0)
        {
            summary.Add(new CvLine(text));
        }
        else
        {
            personal.Add(piece);
        }
    }

    // A street's number and a postal code are nobody's business.
    private static string CityOf(string address)
    {
        var parts = address.Split(',').Select(part => PostCode().Replace(part.Trim(), "").Trim()).Where(part => part.Length > 0).ToList();
        var kept = parts.Where(part => !part.Any(char.IsDigit)).ToList();
        return kept.Count == 0 ? address : string.Join(", ", kept);
    }

    // "ADA LOVELACE" is how a page shows it, not how it is written.
    private static string InSmallLetters(string name)
        => name.Length > 3 && !name.Any(char.IsLower) && name.Any(char.IsUpper)
            ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.ToLowerInvariant())
            : name;

    private static bool IsPlace(string text)
        => text.Length < 80 && !text.EndsWith('.') && (PostCode().IsMatch(text)
            || (text.Contains(',', StringComparison.Ordinal)
                && Words().Matches(text).All(word => char.IsUpper(word.Value[0]) || word.Length < 4)));

    private static PersonaLink LinkOf(string label, string text, string address)
        => new(TitleOf(label, text, address), address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}");

    private static string TitleOf(string label, string text, string address)
    {
        var around = text.Replace(address, "", StringComparison.Ordinal).Trim(' ', '(', ')', ':', '–', '-', '|');
        var host = Host().Match(address).Groups[1].Value;
        return label.Length > 0 && label is not ("w" or "web" or "url") ? char.ToUpperInvariant(label[0]) + label[1..]
            : around.Length is > 0 and < 40 ? around
            : host.Length > 0 ? host : address;
    }

    [GeneratedRegex(@"\s*[|•·●]\s*|\t+|\s{2,}|\s+(?=(?:T|E|W|M|Tel|Email|E-mail|Phone|Web)\s*:)|(?<=\S)\s*/\s+")]
    private static partial Regex Pieces();

    [GeneratedRegex(
        @"^(name|nom|nombre|address|anschrift|adresse|dirección|domicilio|location|wohnort|ort|city|ubicación|lieu|phone|telephone|tel"
        + @"|tél|teléfono|telefon|mobile|mobil|móvil|e-?mail|courriel|correo|web|website|site|url|portfolio|linkedin|github|instagram"
        + @"|blog|geboren|geburtsdatum|born|date of birth|nationality|staatsangehörigkeit|nationalité|nacionalidad|familienstand"
        + @"|t|e|w|m|orcid|twitter|mastodon|code|profil)"
        + @"\.?(?:\s*:\s*|\s+(?=[+@(]|https?:|\S+@)|\s*\|\s*|$)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Label();

    [GeneratedRegex("^(address|anschrift|adresse|dirección|domicilio|location|wohnort|ort|city|ubicación|lieu)$")]
    private static partial Regex PlaceLabel();

    [GeneratedRegex(@"^(?:[\p{L} ]{1,30}(?::?\s*\|?\s*|\s\())?https?://\S+$")]
    private static partial Regex LinkAlone();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"https?://[^\s)>\]|]+|\b(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10}(?:/[^\s)>\]|]*)?(?=$|[\s)|])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex(@"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$")]
    private static partial Regex Date();

    // Dates of birth, numbers of papers, streets.
    [GeneratedRegex(
        @"^(?:geboren|geb\.|born\b|date of birth|née?\b|nacid[oa]\b|dni\b|nie\b|ni number|national insurance|ssn\b|passport"
        + @"|reisepass|nationalit|staatsangeh|marital|familienstand)"
        + @"|^\p{Lu}\p{L}+(?:stra(?:ß|ss)e|str\.|weg|gasse|platz)\s+\d|^\d+\s+(?:rue|avenue|boulevard|place)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Personal();

    [GeneratedRegex(@"^\+?[\d\s().\-/]{7,22}(?:\s*\(\p{L}+\))?$")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^(?:https?://)?(?:www\.)?([^/]+)")]
    private static partial Regex Host();

    [GeneratedRegex(@"(?:^|\s)(?:[A-Z]{1,2}\d[\dA-Z]?(?:\s*\d[A-Z]{2})?|\d{4,6}(?:-\d{3,4})?|[A-Z]-\d{4,5})(?=\s|$)")]
    private static partial Regex PostCode();

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}'’-]*")]
    private static partial Regex Words();
}
