namespace DigitalTwin.Personas.Search.Words;

/// <summary>Reads the files of words that stand beside this one.</summary>
internal static class WordFile
{
    /// <summary>The lines of a file but the comments; none where there is no such file.</summary>
    public static IReadOnlyList<string> Lines(string name)
    {
        using var file = typeof(WordFile).Assembly.GetManifestResourceStream($"words/{name}.txt");
        if (file is null)
        {
            return [];
        }

        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
