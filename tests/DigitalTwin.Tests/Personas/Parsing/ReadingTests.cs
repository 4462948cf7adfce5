using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;

namespace DigitalTwin.Tests.Personas.Parsing;

/// <summary>Whatever a person writes: what becomes facts, what of it is not read, and what its owner is told.</summary>
public sealed class ReadingTests
{
    private static readonly Dictionary<string, ReadingRow> All = HiddenRows.All.Concat(ConstructRows.All).Concat(NameRows.All)
        .ToDictionary(row => row.Key, row => row.Value);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_read_as_it_was_meant(string name)
    {
        var row = All[name];
        var bytes = Encoding.UTF8.GetBytes(row.File);
        if (row.Refused is { } refused)
        {
            var error = Should.Throw<PersonaFormatException>(() => PersonaParser.Read(bytes));
            $"{error.Line} {error.Message}".ShouldContain(refused);
            return;
        }

        var (persona, findings) = PersonaParser.Read(bytes);
        (row.Facts == ReadingRow.Any ? row.Facts : ReadingRow.Write(persona.Facts)).ShouldBe(row.Facts);
        (row.Findings == ReadingRow.Any ? row.Findings : ReadingRow.Write(findings)).ShouldBe(row.Findings);
        (row.Name ?? persona.Name).ShouldBe(persona.Name);
        (row.Headline ?? persona.Headline).ShouldBe(persona.Headline);
        var links = string.Join(", ", persona.Links.Select(link => $"{link.Title}={link.Url}"));
        (row.Links ?? links).ShouldBe(links);
        var suggested = string.Join(", ", persona.SuggestedQuestions);
        (row.Suggested ?? suggested).ShouldBe(suggested);
        var all = ReadingRow.Write(persona.Facts) + persona.Name + persona.Headline
            + persona.Contact + links + suggested
            + string.Concat(findings.Select(finding => finding.Text));
        all.ShouldNotContain("secret");
    }

    [Fact]
    public void There_are_eighty_rows() => All.Count.ShouldBeGreaterThanOrEqualTo(80);
}
