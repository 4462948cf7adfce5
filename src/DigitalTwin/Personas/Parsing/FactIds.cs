using System.Globalization;
using System.Text;
using DigitalTwin.Hosting.Texts;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Gives each fact of a file an id that stays as long as its heading does, wherever in the file it moves.</summary>
internal sealed class FactIds
{
    private const int LongestSlug = 80;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>
    /// The owner's own id, else the title's slug; ids that are taken are qualified by the heading above, then by a number.
    /// </summary>
    public string Next(string? own, string title, IReadOnlyList<string> parents)
    {
        var slug = own is null ? Slug(title) : Slug(own);
        if (taken.Add(slug))
        {
            return slug;
        }

        var qualified = parents.Count > 0 ? $"{Slug(parents[^1])}-{slug}" : slug;
        var id = qualified;
        while (!taken.Add(id))
        {
            var number = numbers[qualified] = numbers.GetValueOrDefault(qualified, 1) + 1;
            id = string.Create(CultureInfo.InvariantCulture, $"{qualified}-{number}");
        }

        return id;
    }

    /// <summary>Lower-case letters and digits of any script, with single hyphens between words.</summary>
    internal static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in UnicodeText.WellFormed(title).Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-' && c is not ('\'' or '’'))
            {
                slug.Append('-');
            }
        }

        var whole = slug.ToString().TrimEnd('-');
        return whole.Length == 0 ? "section" : whole[..Math.Min(LongestSlug, whole.Length)].TrimEnd('-');
    }
}
