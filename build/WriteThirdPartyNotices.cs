using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Compiled by MSBuild when something is published: ThirdPartyNotices.targets.</summary>
public class WriteThirdPartyNotices : Task
{
    /// <summary>What restores of projects resolved: project.assets.json.</summary>
    public ITaskItem[] AssetsFiles { get; set; }

    /// <summary>The file to write.</summary>
    public string File { get; set; }

    public override bool Execute()
    {
        var notices = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var assets in AssetsFiles)
        {
            Read(assets.ItemSpec, notices);
        }

        var text = new StringBuilder("This program comes with packages of others. The text of a licence with an SPDX identifier,\n")
            .Append("such as MIT, is at https://spdx.org/licenses/ under that identifier.\n");
        foreach (var notice in notices.Values)
        {
            text.Append('\n').Append('=', 100).Append('\n').Append(notice);
        }

        System.IO.File.WriteAllText(File, text.ToString());
        return !Log.HasLoggedErrors;
    }

    private void Read(string file, IDictionary<string, string> notices)
    {
        XElement assets;
        using (var stream = System.IO.File.OpenRead(file))
        using (var reader = JsonReaderWriterFactory.CreateJsonReader(stream, XmlDictionaryReaderQuotas.Max))
        {
            assets = XElement.Load(reader);
        }

        var folders = assets.Element("packageFolders").Elements().Select(Name).ToList();
        var libraries = assets.Element("targets").Elements().SelectMany(target => target.Elements());
        var published = new HashSet<string>(libraries.Where(IsPublished).Select(Name));
        foreach (var library in assets.Element("libraries").Elements().Where(each => published.Contains(Name(each))))
        {
            var name = Name(library);
            var path = (string)library.Element("path");
            var folder = folders.Select(root => Path.Combine(root, path)).FirstOrDefault(Directory.Exists);
            if (folder == null)
            {
                Log.LogError("The package " + name + " is not there: restore before publishing.");
                continue;
            }

            notices[name] = Notice(name, folder);
        }
    }

    // A package takes part with its files for run time; "_._" stands for none.
    private static bool IsPublished(XElement library)
        => (string)library.Element("type") == "package"
            && new[] { "runtime", "runtimeTargets", "native", "resource" }
                .SelectMany(kind => library.Element(kind)?.Elements() ?? Enumerable.Empty<XElement>())
                .Any(asset => !Name(asset).EndsWith("_._", StringComparison.Ordinal));

    private static string Notice(string name, string folder)
    {
        var nuspec = XElement.Load(Directory.EnumerateFiles(folder, "*.nuspec").First());
        var data = nuspec.Elements().First(element => element.Name.LocalName == "metadata");
        var license = data.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        var text = new StringBuilder(name.Replace("/", " ")).Append('\n');
        Append(text, "Licence: " + (license?.Value ?? Value(data, "licenseUrl") ?? "the package names none"));
        Append(text, Value(data, "copyright"));
        Append(text, Value(data, "projectUrl"));
        var terms = (string)license?.Attribute("type") == "file" ? Path.Combine(folder, license.Value.Replace('\\', '/')) : null;
        if (terms != null && System.IO.File.Exists(terms))
        {
            text.Append('\n').Append(System.IO.File.ReadAllText(terms).Replace("\r\n", "\n").Trim()).Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            text.Append(value.Trim()).Append('\n');
        }
    }

    private static string Value(XElement data, string name)
        => data.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    // A key that is no name in XML is the attribute of an element called item.
    private static string Name(XElement element) => (string)element.Attribute("item") ?? element.Name.LocalName;
}
