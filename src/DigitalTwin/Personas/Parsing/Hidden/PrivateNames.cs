using System.Text;
using DigitalTwin.Hosting.Texts;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>
/// What stands below the key <c>private</c> of the front matter: names of keys, headings and links, and the owner's notes.
/// </summary>
internal sealed class PrivateNames
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> lists = new(StringComparer.Ordinal);
    private readonly HashSet<string> matched = new(StringComparer.Ordinal);

    public PrivateNames(object? value, IEnumerable<string> marked)
    {
        names.UnionWith(marked.Select(Plain));
        Add(value, isList: false);
        names.Remove("");
    }

    public bool IsEmpty => names.Count == 0;

    /// <summary>How many entries of a list are the name of nothing: they hide nothing.</summary>
    public int Unmatched => lists.Except(matched).Count();

    /// <summary>Whether one of the names is meant: letters and digits count, and neither their case nor a number in front.</summary>
    public bool Contains(string? name)
    {
        var plain = Plain(name ?? "");
        var isOne = names.Contains(plain);
        if (isOne)
        {
            matched.Add(plain);
        }

        return isOne;
    }

    private void Add(object? value, bool isList)
    {
        switch (value)
        {
            case string text:
                names.UnionWith(text.Split(',', ';', '\n').Append(text).Select(Plain));
                if (isList && Plain(text) is { Length: > 0 } entry)
                {
                    lists.Add(entry);
                }

                break;
            case IDictionary<object, object> map:
                // What a key of a note says may name a heading, too.
                foreach (var (key, inner) in map)
                {
                    Add(key, isList: false);
                    names.UnionWith(inner is string word ? [Plain(word)] : []);
                }

                break;
            case IEnumerable<object> list:
                list.ToList().ForEach(each => Add(each, isList: true));
                break;
        }
    }

    private static string Plain(string name)
    {
        var letters = UnicodeText.WellFormed(name).Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(char.IsLetterOrDigit);
        var plain = string.Concat(letters);
        return plain.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is { Length: > 0 } rest ? rest : plain;
    }
}
