using System.Diagnostics;
using DigitalTwin.Offerings;

namespace DigitalTwin.Testing.Needs;

/// <summary>
/// Debian's packages as a catalogue: tens of thousands of things, described by many people. The lists are those that
/// <c>apt-get -o Acquire::Languages=en update</c> leaves on a machine.
/// </summary>
public static class DebianCatalog
{
    private const int Fewest = 10_000;

    /// <summary>The packages, or <see langword="null"/> where the machine has no lists.</summary>
    public static IReadOnlyList<Offering>? Load()
    {
        var descriptions = Stanzas("Translations").Where(stanza => stanza.ContainsKey("Description-md5"))
            .GroupBy(stanza => stanza["Description-md5"], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First()["Description-en"], StringComparer.Ordinal);
        List<Offering> packages = [.. Stanzas("Packages").DistinctBy(stanza => stanza["Package"])
            .Select(stanza => ToOffering(stanza, descriptions))];
        return packages.Count >= Fewest ? packages : null;
    }

    private static Offering ToOffering(Dictionary<string, string> stanza, Dictionary<string, string> descriptions)
    {
        // The first line is the short description, which both lists have.
        var text = descriptions.GetValueOrDefault(stanza.GetValueOrDefault("Description-md5", ""), "").Split('\n', 2);
        return new Offering(stanza["Package"], $"{stanza["Package"]}: {stanza.GetValueOrDefault("Description", "")}")
        {
            Kind = stanza.GetValueOrDefault("Section", ""),
            Description = text.Length > 1 ? text[1] : "",
        };
    }

    private static IEnumerable<Dictionary<string, string>> Stanzas(string kind)
    {
        foreach (var file in Run("apt-get", ["-o", "Acquire::Languages=en", "indextargets", "--format", "$(FILENAME)",
            $"Created-By: {kind}", "Origin: Debian", "Component: main"]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var stanza in Run("/usr/lib/apt/apt-helper", ["cat-file", file]).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            {
                yield return Fields(stanza);
            }
        }
    }

    private static Dictionary<string, string> Fields(string stanza)
    {
        var (fields, last) = (new Dictionary<string, string>(StringComparer.Ordinal), "");
        foreach (var line in stanza.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == ' ')
            {
                // A dot alone is an empty line.
                fields[last] += line == " ." ? "\n" : $"\n{line[1..]}";
            }
            else if (line.Split(": ", 2) is [var name, var value])
            {
                (last, fields[name]) = (name, value);
            }
            else
            {
                fields[last = line.TrimEnd(':')] = "";
            }
        }

        return fields;
    }

    private static string Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
