using System.Reflection;

namespace DigitalTwin.Azure.Tests.Infra;

/// <summary>The files of the repository, as they are in it.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Path.GetFullPath(Metadata("Repository")!);

    /// <summary>What the build said of this project, or <see langword="null"/>.</summary>
    public static string? Metadata(string key)
        => typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == key)?.Value;

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));
}
