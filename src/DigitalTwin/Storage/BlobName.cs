using System.Text.RegularExpressions;

namespace DigitalTwin.Storage;

/// <summary>The rule for blob names, the same in every adapter.</summary>
public static partial class BlobName
{
    /// <summary>Refuses a name that some adapter could not store, or that would leave its folder.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule of <see cref="IBlobStore"/>.</exception>
    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"A blob name is lower-case letters, digits, '.', '_', '-' and '/' between segments, not '{name}'.",
                nameof(name));
        }
    }

    /// <summary>Whether content may have this name.</summary>
    public static bool IsValid(string name) => name is { Length: <= 200 } && Rule().IsMatch(name);

    // A segment starts with a letter or digit, so neither '..' nor a hidden file is valid.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
