using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Parsing.Hidden;

namespace DigitalTwin.Personas.Importing;

/// <summary>Divides the lines of a CV into its head and its sections.</summary>
internal static class CvOutline
{
    /// <summary>The CV.</summary>
    /// <param name="lines">All lines in the order in which a person reads them.</param>
    public static CvDocument Of(IReadOnlyList<CvLine> lines)
    {
        var head = new List<CvLine>();
        var sections = new List<CvSection>();
        var (level, capitals) = (0, 0);
        foreach (var line in lines)
        {
            if (PrivateMark.StartIn(line.Text) >= 0 && line.Level == 0
                && !CvHeadings.IsHeading(line with { Text = PrivateMark.Without(line.Text) }))
            {
                // What a CV marks as private is in no draft.
                continue;
            }

            var kind = CvHeadings.IsHeading(line) ? CvHeadings.KindOf(line.Text) : CvKind.Other;

            // What an entry of a section is called may begin as the section does.
            kind = line.Level == 0 && sections.Count > 0 && sections[^1].Kind == kind ? CvKind.Other : kind;
            var isCapital = CvHeadings.IsInCapitals(line);
            capitals += kind != CvKind.Other && isCapital ? 1 : 0;
            if (kind != CvKind.Other || (line.Level > 0 && line.Level <= level) || (isCapital && capitals > 1))
            {
                level = line.Level > 0 && kind != CvKind.Other ? line.Level : level;
                sections.Add(new CvSection(kind, line.Text.Trim().TrimEnd(':'), []) { IsPrivate = PrivateMark.IsIn(line.Text) });
            }
            else
            {
                (sections.Count == 0 ? head : sections[^1].Lines).Add(line);
            }
        }

        if (head.Count == 0)
        {
            head = HeadWithin(sections);
        }

        sections.RemoveAll(section => section.IsPrivate);
        return CvHead.Read(head, sections);
    }

    // LinkedIn's exports begin with what stands beside the name. Addresses of mail and of profiles are made of names.
    private static List<CvLine> HeadWithin(List<CvSection> sections)
    {
        var contact = Letters(string.Concat(sections.Where(section => section.Kind == CvKind.Contact).SelectMany(section => section.Lines)
            .Select(line => line.Text)));
        foreach (var section in sections.Where(section => section.Kind != CvKind.Contact))
        {
            var at = section.Lines.FindIndex(line => PersonaNames.Read(line.Text) is { } read
                && read.Name.Split(' ', '-').All(word => contact.Contains(Letters(word), StringComparison.OrdinalIgnoreCase)));
            if (at >= 0)
            {
                var head = section.Lines[at..];
                section.Lines.RemoveRange(at, head.Count);
                return head;
            }
        }

        return [];
    }

    private static string Letters(string text)
        => new([.. text.Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAsciiLetter)]);
}
