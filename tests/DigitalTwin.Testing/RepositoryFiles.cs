using System.Reflection;

namespace DigitalTwin.Testing;

/// <summary>The files of the repository, as they are in it.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = Path.GetFullPath(Metadata(typeof(RepositoryFiles).Assembly, "Repository")!);

    /// <summary>What the build said of a project, or <see langword="null"/>.</summary>
    public static string? Metadata(Assembly assembly, string key)
        => assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == key)?.Value;

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));
}
