using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Widget;

/// <summary>
/// The widget as one script. Its modules in <c>src/widget</c> are joined in the order of their imports and in one scope,
/// without imports, exports, comments and indentation.
/// </summary>
internal sealed partial class WidgetBundle
{
    private const string Folder = "widget/";
    private const string Entry = "define.js";
    private const string Styles = "ui/styles.js";

    /// <summary>Joins the modules that are embedded in the assembly.</summary>
    public WidgetBundle()
        : this(name => ReadResource(name))
    {
    }

    /// <param name="read">Gives a module's source by its path in the folder.</param>
    internal WidgetBundle(Func<string, string> read)
    {
        var (modules, parts) = (new HashSet<string>(StringComparer.Ordinal), new StringBuilder());
        Add(Entry, read, modules, parts);
        Content = Encoding.UTF8.GetBytes($"(() => {{\n'use strict';\n{parts}}})();\n");
        var hash = SHA384.HashData(Content);
        Integrity = $"sha384-{Convert.ToBase64String(hash)}";
        Version = Convert.ToHexStringLower(hash)[..12];
    }

    /// <summary>The script, UTF-8.</summary>
    public byte[] Content { get; }

    /// <summary>The value of a page's <c>integrity</c> attribute.</summary>
    /// <remarks>https://www.w3.org/TR/SRI/</remarks>
    public string Integrity { get; }

    /// <summary>A hash of the content: 12 hex digits.</summary>
    public string Version { get; }

    private static void Add(string name, Func<string, string> read, HashSet<string> modules, StringBuilder parts)
    {
        if (!modules.Add(name))
        {
            return;
        }

        var source = read(name).ReplaceLineEndings("\n");
        foreach (Match import in Import().Matches(source))
        {
            Add(Resolve(name, import.Groups[1].Value), read, modules, parts);
        }

        source = Import().Replace(source, "");
        source = Export().Replace(source, "");
        source = Comment().Replace(source, "");
        source = Indentation().Replace(source, "");
        parts.Append(name == Styles ? StyleSpace().Replace(source, "") : source).Append('\n');
    }

    // As a browser does: relative to the module that imports it.
    private static string Resolve(string importer, string path) => new Uri(new Uri($"http://widget/{importer}"), path).AbsolutePath[1..];

    private static string ReadResource(string name)
    {
        using var reader = new StreamReader(typeof(WidgetBundle).Assembly.GetManifestResourceStream(Folder + name)
            ?? throw new InvalidOperationException($"The widget has no module '{name}'."));
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^import \{[^}]*\} from '(\.{1,2}/[a-z/-]+\.js)';\n", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?=const|class|async|function)", RegexOptions.Multiline)]
    private static partial Regex Export();

    // Whole lines, and JSDoc; the modules contain nothing else that looks like either.
    [GeneratedRegex(@"^[ \t]*//[^\n]*\n|/\*\*.*?\*/", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Comment();

    // In CSS, between declarations and rules.
    [GeneratedRegex(@"(?<=[;:,{}])\s+|\s+(?=[{}])|;(?=\s*\})")]
    private static partial Regex StyleSpace();

    [GeneratedRegex(@"^\s+", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
