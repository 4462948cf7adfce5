using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing.Front;

/// <summary>The place of the front matter in a file.</summary>
/// <param name="Yaml">It, without its fences.</param>
/// <param name="FirstLine">The line of the file, from 1, at which <paramref name="Yaml"/> begins.</param>
/// <param name="Body">The file with blank lines in its place.</param>
/// <param name="BodyLine">The line of the file, from 1, at which the rest begins.</param>
internal sealed partial record FrontMatterBlock(string Yaml, int FirstLine, string Body, int BodyLine)
{
    private const string Fence = "---";

    private const string NeverEnds
        = "The front matter that starts with '---' never ends: a line with '---' alone is missing.";

    // Keys that nobody begins a text with.
    private static readonly HashSet<string> OnlyYaml =
        ["style", "boundaries", "private", "synonyms", "suggestedquestions", "headline", "greeting", "avatar"];

    private const string Misplaced = "What looks like front matter stands here. It is read as that, but belongs at the top of the file.";

    /// <summary>Finds it, also where it does not stand quite right.</summary>
    /// <param name="text">The file.</param>
    /// <param name="findings">Learns of front matter that stands in another place.</param>
    /// <exception cref="PersonaFormatException">It has no end, is in another language than YAML, or there are two.</exception>
    public static FrontMatterBlock? Find(string text, List<PersonaFinding> findings)
    {
        var lines = text.Split('\n');
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        if (first < 0)
        {
            return null;
        }

        if (lines[first].TrimEnd() == "+++")
        {
            throw new PersonaFormatException("Front matter in TOML is not read: write it in YAML, between lines with '---'.", first + 1);
        }

        var found = AtTop(lines, first) ?? WithoutFences(lines, first, findings);
        for (var i = found?.BodyLine - 1 ?? first + 1; i < lines.Length - 1; i++)
        {
            if (lines[i].TrimEnd() != Fence)
            {
                continue;
            }

            // Without an end, what looks like a key directly below the line is enough.
            var end = EndOf(lines, i);
            var within = lines[(i + 1)..(end < 0 ? i + 2 : end)];
            if (!within.All(IsYaml) || !within.Any(IsKnown))
            {
                continue;
            }

            if (end < 0 || found is not null)
            {
                throw new PersonaFormatException(end < 0 ? NeverEnds : "What looks like front matter stands here, a second time.", i + 1);
            }

            findings.Add(new PersonaFinding(PersonaFindingKind.Warning, i + 1, Misplaced));
            found = Of(lines, i..(end + 1), (i + 1)..end);
            i = end;
        }

        return found;
    }

    private static FrontMatterBlock? AtTop(string[] lines, int first)
    {
        if (!IsFence(lines[first]))
        {
            return null;
        }

        // A line alone above the text is a line; what is on the file's first one is a fence.
        var end = EndOf(lines, first);
        var block = lines.Skip(first + 1).TakeWhile((line, at) => end < 0 ? at < 1 : first + 1 + at < end).ToList();
        var isYaml = (first == 0 && lines[first].TrimEnd() == Fence) || block.Any(IsKnown);
        return !isYaml ? null
            : end > 0 ? Of(lines, first..(end + 1), (first + 1)..end)
            : throw new PersonaFormatException(NeverEnds, first + 1);
    }

    // "name: …" and "headline: …" as the first lines: their fences were forgotten.
    private static FrontMatterBlock? WithoutFences(string[] lines, int first, List<PersonaFinding> findings)
    {
        var end = Array.FindIndex(lines, first, line => !IsYaml(line) || string.IsNullOrWhiteSpace(line));
        end = end < 0 ? lines.Length : end;
        var keys = lines[first..end].Where(IsKnown).Select(line => Key().Match(line).Groups[1].Value.ToLowerInvariant()).ToList();
        var isEnd = end == lines.Length || lines[end].Trim() is "" or Fence || lines[end].StartsWith('#');
        if (!isEnd || !IsKnown(lines[first]) || lines[first..end].Any(line => Key().IsMatch(line) && !IsKnown(line))
            || (keys.Count < 2 && !keys.Exists(OnlyYaml.Contains)))
        {
            return null;
        }

        findings.Add(new PersonaFinding(
            PersonaFindingKind.Warning, first + 1, "The first lines are read as front matter: it belongs between lines with '---'."));

        // A closing fence, or a blank line, goes with it.
        var isHeading = end == lines.Length || lines[end].StartsWith('#');
        return Of(lines, first..(isHeading ? end : end + 1), first..end);
    }

    private static int EndOf(string[] lines, int fence)
        => Array.FindIndex(lines, fence + 1, line => IsFence(line) || line.TrimEnd() == "...");

    private static FrontMatterBlock Of(string[] lines, Range whole, Range yaml)
    {
        var (start, end) = (whole.Start.Value, whole.End.Value);
        string[] body = [.. lines[..start], .. Enumerable.Repeat("", end - start), .. lines[end..]];
        return new FrontMatterBlock(string.Join('\n', lines[yaml]), yaml.Start.Value + 1, string.Join('\n', body), end + 1);
    }

    // An editor may have made one dash of several.
    private static bool IsFence(string line) => AnyFence().IsMatch(line);

    private static bool IsKnown(string line)
        => Key().Match(line) is { Success: true } key && FrontMatter.Keys.Contains(key.Groups[1].Value.ToLowerInvariant());

    private static bool IsYaml(string line) => string.IsNullOrWhiteSpace(line) || YamlLine().IsMatch(line);

    [GeneratedRegex(@"^(?:[-—–]{3,}|[—–][-—–]*|={3,})\s*$")]
    private static partial Regex AnyFence();

    [GeneratedRegex(@"^[""'*_]*([A-Za-z]+)[""'*_]*\s*:[*_]*(?:\s|$)")]
    private static partial Regex Key();

    [GeneratedRegex(@"^(?:[""'*_]*[A-Za-z][\w-]*[""'*_]*\s*:[*_]*(?:\s|$)|[ \t]+\S|- |#)")]
    private static partial Regex YamlLine();
}
