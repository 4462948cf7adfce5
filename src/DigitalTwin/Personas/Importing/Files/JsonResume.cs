using System.Text.Json;

namespace DigitalTwin.Personas.Importing.Files;

/// <summary>Reads a CV in JSON Resume's form.</summary>
/// <remarks>https://jsonresume.org/schema, version 1.0.0. Every field may be missing.</remarks>
internal static class JsonResume
{
    /// <exception cref="PersonaFormatException">It is not JSON, or has none of the form's fields.</exception>
    public static CvDocument Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var json = JsonDocument.Parse(
                file, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Read(json.RootElement);
        }
        catch (JsonException error)
        {
            throw new PersonaFormatException("The file is not right JSON.", (int)(error.LineNumber ?? 0) + 1);
        }
    }

    private static CvDocument Read(JsonElement root)
    {
        var basics = Field(root, "basics") is { ValueKind: JsonValueKind.Object } found
            ? found
            : throw new PersonaFormatException("The file is JSON, but not a JSON Resume: it has no 'basics'.", 1);
        var location = Field(basics, "location");
        List<CvSection> sections =
        [
            Section(CvKind.Summary, "Summary", Texts([basics], "summary", null)),
            Section(CvKind.Work, "Work", Entries(root, "work", ["position", "name", "location"], "summary")),
            Section(CvKind.Volunteering, "Volunteering", Entries(root, "volunteer", ["position", "organization"], "summary")),
            Section(CvKind.Education, "Education", Entries(root, "education", ["studyType", "area", "institution", "score"], null)),
            Section(CvKind.Awards, "Awards", Entries(root, "awards", ["title", "awarder", "date"], "summary")),
            Section(CvKind.Certificates, "Certificates", Entries(root, "certificates", ["name", "issuer", "date", "url"], null)),
            Section(CvKind.Publications, "Publications",
                Entries(root, "publications", ["name", "publisher", "releaseDate", "url"], "summary")),
            Section(CvKind.Skills, "Skills", Entries(root, "skills", ["name", "level"], null)),
            Section(CvKind.Languages, "Languages", Entries(root, "languages", ["language", "fluency"], null)),
            Section(CvKind.Hobbies, "Interests", Entries(root, "interests", ["name"], null)),
            Section(CvKind.References, "References", Entries(root, "references", ["name", "reference"], null)),
            Section(CvKind.Projects, "Projects", Entries(root, "projects", ["name", "entity", "url"], "description")),
        ];
        return new CvDocument
        {
            Name = Text(basics, "name"),
            Headline = Text(basics, "label"),
            Place = Joined(location, ["city", "region", "countryCode"]) is { Length: > 0 } place ? [place] : [],
            Contact = [.. new[] { Text(basics, "email"), Text(basics, "phone") }.Where(text => text.Length > 0)],
            Links = [.. Links(basics)],
            Sections = [.. sections.Where(section => section.Lines.Count > 0)],
        };
    }

    private static IEnumerable<PersonaLink> Links(JsonElement basics)
    {
        if (Text(basics, "url") is { Length: > 0 } url)
        {
            yield return new PersonaLink("Website", url);
        }

        foreach (var profile in Items(basics, "profiles").Where(profile => Text(profile, "url").Length > 0))
        {
            yield return new PersonaLink(
                Text(profile, "network") is { Length: > 0 } name ? name : Text(profile, "url"), Text(profile, "url"));
        }
    }

    private static CvSection Section(CvKind kind, string title, IEnumerable<CvLine> lines) => new(kind, title, [.. lines]);

    private static IEnumerable<CvLine> Entries(JsonElement root, string name, string[] fields, string? text)
    {
        foreach (var entry in Items(root, name))
        {
            var dates = string.Join(" – ", new[] { Text(entry, "startDate"), Text(entry, "endDate") is { Length: > 0 } end ? end : "now" });
            var head = Joined(entry, fields);
            yield return new CvLine(Text(entry, "startDate").Length > 0 ? $"{head} ({dates})" : head) { StandsOut = true };
            foreach (var line in Texts([entry], text, "highlights").Concat(Keywords(entry)))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<CvLine> Keywords(JsonElement entry)
    {
        var words = Items(entry, "keywords").Concat(Items(entry, "courses")).Concat(Items(entry, "roles"))
            .Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!).ToList();
        return words.Count == 0 ? [] : [new CvLine(string.Join(", ", words)) { IsItem = true }];
    }

    private static IEnumerable<CvLine> Texts(JsonElement[] entries, string? text, string? items)
        => entries.SelectMany(
            entry => (text is not null && Text(entry, text) is { Length: > 0 } said ? [new CvLine(said)] : Array.Empty<CvLine>())
            .Concat(items is null ? [] : Items(entry, items).Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => new CvLine(item.GetString()!) { IsItem = true })));

    private static string Joined(JsonElement? entry, string[] fields)
        => entry is not { } found ? "" : string.Join(", ", fields.Select(field => Text(found, field)).Where(text => text.Length > 0));

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name)
        => Field(parent, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private static string Text(JsonElement parent, string name)
        => Field(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()!.Trim() : "";

    private static JsonElement? Field(JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;
}
