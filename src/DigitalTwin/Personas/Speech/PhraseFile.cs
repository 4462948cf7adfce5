namespace DigitalTwin.Personas.Speech;

/// <summary>Reads an embedded file of sections in brackets and their lines; lines with a number sign are comments.</summary>
internal static class PhraseFile
{
    public static IReadOnlyDictionary<string, List<string>> Read(string name)
    {
        using var file = typeof(PhraseFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of this build.");
        using var reader = new StreamReader(file);
        var (sections, lines) = (new Dictionary<string, List<string>>(StringComparer.Ordinal), new List<string>());
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                sections.Add(line.Trim('[', ']'), lines = []);
            }
            else if (line.Length > 0 && !line.StartsWith('#'))
            {
                lines.Add(line);
            }
        }

        return sections;
    }
}
