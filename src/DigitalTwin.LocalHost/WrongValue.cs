using System.Text.RegularExpressions;
using DigitalTwin.Hosting;

namespace DigitalTwin.LocalHost;

/// <summary>Says in the owner's words what .NET says of a setting whose value is not of its type.</summary>
internal static partial class WrongValue
{
    /// <param name="message">
    /// "Failed to convert configuration value 'gpt' at 'Model:Provider' to type 'DigitalTwin.Models.ModelProvider'."
    /// </param>
    /// <returns>One sentence, or <see langword="null"/> where the message says something else.</returns>
    public static string? Explain(string message)
    {
        var match = Message().Match(message);
        var (value, setting, type) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        return match.Success ? $"{setting} is {Allowed(type)}, not '{value}'." : null;
    }

    private static string Allowed(string type)
        => typeof(DigitalTwinHosting).Assembly.GetType(type) is { IsEnum: true } choice ? OneOf(Enum.GetNames(choice))
            : type switch
            {
                "System.Boolean" => "true or false",
                "System.Int32" => "a whole number",
                "System.Double" => "a number",
                "System.Uri" => "an address",
                _ => "a section of settings",
            };

    private static string OneOf(string[] names)
        => $"{string.Join(", ", names[..^1].Select(Lower))} or {Lower(names[^1])}";

    private static string Lower(string name) => name.ToLowerInvariant();

    [GeneratedRegex(@"^Failed to convert configuration value '(.*)' at '([^']+)' to type '([^']+)'")]
    private static partial Regex Message();
}
