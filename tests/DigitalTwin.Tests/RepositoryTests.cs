using DigitalTwin.Testing;

namespace DigitalTwin.Tests;

/// <summary>The limits that keep the code readable: short lines, short files, small folders.</summary>
public sealed class RepositoryTests
{
    private const int LongestLine = 140;
    private const int LongestFile = 250;
    private const int LargestFolder = 14;

    private static readonly string[] NotSource = ["bin", "obj", "node_modules"];

    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var tooLong = SourceFiles("src", "tests").SelectMany(file => File.ReadLines(RepositoryFiles.PathOf(file))
            .Index()
            .Where(line => line.Item.Length > LongestLine)
            .Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} characters"));
        tooLong.ShouldBeEmpty();
    }

    [Fact]
    public void No_file_has_more_than_250_lines()
    {
        // A list of words has as many lines as there are words.
        var tooLong = SourceFiles("src", "tests").Where(file => !file.StartsWith("src/console/words/", StringComparison.Ordinal))
            .Select(file => (Path: file, Lines: File.ReadLines(RepositoryFiles.PathOf(file)).Count()))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Path}:{LongestFile + 1} is one line too many, of {file.Lines}");
        tooLong.ShouldBeEmpty();
    }

    [Fact]
    public void No_folder_of_the_product_has_more_than_14_files()
    {
        var tooLarge = SourceFiles("src")
            .CountBy(file => Path.GetDirectoryName(file)!)
            .Where(folder => folder.Value > LargestFolder)
            .Select(folder => $"{folder.Key} has {folder.Value} files");
        tooLarge.ShouldBeEmpty();
    }

    private static IEnumerable<string> SourceFiles(params string[] folders)
        => folders.SelectMany(folder => FilesIn(RepositoryFiles.PathOf(folder)))
            .Where(file => Path.GetExtension(file) is ".cs" or ".js")
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    // Build output is not looked into: it may be large, and it changes while tests run.
    private static IEnumerable<string> FilesIn(string folder)
        => Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !NotSource.Contains(Path.GetFileName(inner), StringComparer.Ordinal))
            .SelectMany(FilesIn));
}
