using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>Finds typing errors on the command line that no options class would find, because no section binds them.</summary>
internal static class CommandLine
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Storage", "Persona", "Model", "Access", "Limits", "Retention",
        "Urls", "Http_Ports", "Https_Ports", "Kestrel", "Logging", "AllowedHosts", "Environment", "ContentRoot",
        "ApplicationName", "ForwardedHeaders_Enabled",
        SecretNames.EnvironmentVariable(SecretNames.ModelApiKey),
        SecretNames.EnvironmentVariable(SecretNames.OwnerKey),
        SecretNames.EnvironmentVariable(SecretNames.TicketSigningKey),
    };

    /// <exception cref="StartupException">There is no such setting.</exception>
    public static void Check(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build().AsEnumerable()
            .Where(setting => setting.Value is not null)
            .Select(setting => setting.Key);
        var unknown = settings.Where(name => !IsKnown(name)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new StartupException($"There is no such setting: {string.Join(", ", unknown)}. README.md lists them all.");
        }
    }

    // On this host the storage has one setting, which no options class binds.
    private static bool IsKnown(string name)
    {
        var section = name.Split(':')[0];
        var isStorage = section.Equals("Storage", StringComparison.OrdinalIgnoreCase);
        var isOther = isStorage && !name.Equals("Storage:Path", StringComparison.OrdinalIgnoreCase);
        return (Known.Contains(section) && !isOther) || section.StartsWith("OTEL_", StringComparison.Ordinal);
    }
}
