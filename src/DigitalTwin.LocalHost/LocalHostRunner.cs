using DigitalTwin.LocalHost.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace DigitalTwin.LocalHost;

/// <summary>Runs the host, and explains in words its owner can act on why it cannot start.</summary>
internal static partial class LocalHostRunner
{
    /// <returns>The process's exit code: 0, or 1 where it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = LocalHostApp.Build(args);
            await app.StartAsync();
            Announce(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (Explain(error) is { } words)
        {
            await Console.Error.WriteLineAsync($"The twin cannot start.\n{words}");
            return 1;
        }
    }

    /// <summary>What to tell the owner, or <see langword="null"/> for a defect that needs its stack trace.</summary>
    internal static string? Explain(Exception error) => error switch
    {
        StartupException known => known.Message,
        OptionsValidationException invalid => string.Join('\n', invalid.Failures),
        AggregateException many when many.InnerExceptions.All(inner => Explain(inner) is not null)
            => string.Join('\n', many.InnerExceptions.Select(Explain)),
        IOException { InnerException: AddressInUseException } taken
            => $"{taken.Message} Stop the program that uses the address, or choose another one: --urls http://localhost:7080",
        InvalidOperationException { InnerException: FormatException or ArgumentException } setting => setting.Message,
        InvalidOperationException unknown when unknown.Message.StartsWith("'ErrorOnUnknownConfiguration'", StringComparison.Ordinal)
            => $"There is no such setting: {UnknownSettings(unknown.Message)}. README.md lists them all.",
        FormatException or InvalidDataException => error.Message,
        _ => null,
    };

    // "… on the instance of DigitalTwin.Models.ModelOptions: 'Nam', 'Other'": the section is named after its options class.
    private static string UnknownSettings(string message)
    {
        var (end, type) = (message.LastIndexOf(':'), message[..message.LastIndexOf(':')].Split('.', ' ')[^1]);
        var section = type.EndsWith("Options", StringComparison.Ordinal) ? type[..^"Options".Length] + ":" : "";
        return string.Join(", ", message[(end + 1)..].Split(',').Select(name => section + name.Trim(' ', '\'')));
    }

    private static void Announce(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var (where, folder) = (string.Join(", ", addresses), app.Services.GetRequiredService<DataFolder>().Path);
        LogListening(app.Logger, where, folder);
    }

    [LoggerMessage(
        EventId = 8001,
        Level = LogLevel.Information,
        Message = "The twin listens on {Addresses}; its data is in {Folder}. Ctrl+C stops it.")]
    private static partial void LogListening(ILogger logger, string addresses, string folder);
}
