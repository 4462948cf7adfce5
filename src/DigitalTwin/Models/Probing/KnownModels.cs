using System.Globalization;

namespace DigitalTwin.Models.Probing;

/// <summary>The models that this product's documents name, with the days on which they are shut down, as of one day.</summary>
internal static class KnownModels
{
    /// <summary>How long before its end an owner is warned.</summary>
    public const int WarnDays = 60;

    private static readonly (string Name, DateOnly? End)[] All = [.. Read()];

    /// <summary>Whether a model is in the list.</summary>
    public static bool Contains(string name) => Find(name).Name is not null;

    /// <summary>The announced last day of a model, or <see langword="null"/>.</summary>
    public static DateOnly? EndOf(string name) => Find(name).End;

    // The longest fitting name says most.
    private static (string Name, DateOnly? End) Find(string name)
        => All.Where(each => each.Name.EndsWith('*') ? name.StartsWith(each.Name[..^1], StringComparison.Ordinal) : name == each.Name)
            .OrderByDescending(each => each.Name.Length)
            .FirstOrDefault();

    private static IEnumerable<(string, DateOnly?)> Read()
    {
        using var stream = typeof(KnownModels).Assembly.GetManifestResourceStream("known-models.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var parts = line.Split(' ');
                yield return (parts[0], parts.Length > 1 ? DateOnly.Parse(parts[1], CultureInfo.InvariantCulture) : null);
            }
        }
    }
}
