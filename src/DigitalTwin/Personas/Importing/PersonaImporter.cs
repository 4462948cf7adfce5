using System.Text;
using DigitalTwin.Personas.Importing.Files;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Parsing.Front;
using DigitalTwin.Personas.Parsing.Hidden;

namespace DigitalTwin.Personas.Importing;

/// <summary>Makes a draft of a persona of a CV: JSON Resume, Word, PDF, Markdown, plain text, an export of LinkedIn's.</summary>
internal static class PersonaImporter
{
    /// <summary>Most bytes of a CV.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>The draft, as a persona file.</summary>
    /// <exception cref="PersonaFormatException">The file is too large, of another kind, or has nothing that can be read.</exception>
    public static string Import(byte[] file)
    {
        if (file.Length > MaxBytes)
        {
            throw new PersonaFormatException($"The file has {file.Length} bytes; at most {MaxBytes} are read.", 0);
        }

        var document = Read(file);
        return document.Sections.Count == 0 && document.Headline.Length == 0
            ? throw new PersonaFormatException("Nothing in the file looks like a CV: no name with a line below it, and no heading.", 1)
            : DraftWriter.Write(document);
    }

    private static CvDocument Read(byte[] file) => PersonaFile.KindOf(file) switch
    {
        PersonaFile.Pdf => CvOutline.Of(PdfLines.Read(file)),
        PersonaFile.Word => CvOutline.Of(DocxLines.Read(file)),
        PersonaFile.Rtf => throw new PersonaFormatException("RTF is not imported: save it as a Word document.", 0),
        _ => IsJson(file) ? JsonResume.Read(file) : ReadText(PersonaFile.Decode(file)),
    };

    private static bool IsJson(byte[] file)
    {
        var start = Encoding.UTF8.GetString(file.AsSpan(0, Math.Min(64, file.Length))).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return start.StartsWith('{') || start.StartsWith('[');
    }

    // What front matter there is says more than a guess, and what it says to be private is.
    private static CvDocument ReadText(string text)
    {
        var plain = HiddenText.Remove(text, []);
        var block = FrontMatterBlock.Find(plain, []);
        if (block is null)
        {
            return CvOutline.Of(TextLines.Read(WithoutPrivate(plain, new PrivateNames(null, []))));
        }

        try
        {
            var front = FrontMatter.Read(block);
            var document = CvOutline.Of(TextLines.Read(WithoutPrivate(block.Body, front.TakePrivate(block.Yaml))));
            return document with
            {
                Name = front.Name ?? document.Name,
                Headline = front.Headline ?? document.Headline,
                Contact = front.Contact is { } contact ? [contact, .. document.Contact] : document.Contact,
                Links = [.. FrontMatterLinks.Read(front.Links, block, []), .. document.Links],
            };
        }
        catch (PersonaFormatException)
        {
            return CvOutline.Of(TextLines.Read(WithoutPrivate($"{block.Yaml}\n\n{block.Body}", new PrivateNames(null, []))));
        }
    }

    private static string WithoutPrivate(string text, PrivateNames names) => PrivateParts.Remove(text, names, []);
}
