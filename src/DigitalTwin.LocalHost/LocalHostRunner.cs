using DigitalTwin.LocalHost.Commands;
using DigitalTwin.LocalHost.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace DigitalTwin.LocalHost;

/// <summary>Does what a command line asks for, and turns what keeps the host from starting into words its owner can act on.</summary>
internal static partial class LocalHostRunner
{
    /// <param name="args">The command line.</param>
    /// <param name="configure">Adds to the product.</param>
    /// <returns>The process's exit code: 0, or 1 where it could not start.</returns>
    public static async Task<int> RunAsync(string[] args, Action<IServiceCollection>? configure = null)
    {
        try
        {
            var line = CommandLine.Parse(args);
            return line.Command switch
            {
                Command.Help => await HelpAsync(),
                Command.Health => await HealthCommand.RunAsync(line.Settings),
                Command.Console => await ConsoleCommand.RunAsync(line.Settings),
                Command.Backup => await StorageCommands.BackupAsync(line.Settings, line.Argument),
                Command.Ask => await AskCommand.RunAsync(line.Settings, line.Argument, configure),
                Command.Import => await PersonaCommands.ImportAsync(line.Argument),
                Command.PersonaCheck => await PersonaCommands.CheckAsync(line.Argument),
                Command.Eval => await EvalCommand.RunAsync(line.Settings, line.Argument, configure),
                Command.StorageRepair => await StorageRepair.RunAsync(line.Settings),
                Command.StorageCheck => await StorageCommands.CheckAsync(line.Settings),
                _ => await ServeAsync(line.Settings, configure),
            };
        }
        catch (Exception error) when (Explain(error) is { } words)
        {
            // One sentence says it all; several things that are wrong are a list.
            await Console.Error.WriteLineAsync(words.Contains('\n', StringComparison.Ordinal) ? $"The twin cannot start.\n{words}" : words);
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
        InvalidOperationException wrong when WrongValue.Explain(wrong.Message) is { } words => words,
        InvalidOperationException { InnerException: FormatException or ArgumentException } setting => setting.Message,
        InvalidOperationException unknown when unknown.Message.StartsWith("'ErrorOnUnknownConfiguration'", StringComparison.Ordinal)
            => $"There is no such setting: {UnknownSettings(unknown.Message)}. README.md lists them all.",
        FormatException or InvalidDataException => error.Message,
        _ => null,
    };

    private static async Task<int> HelpAsync()
    {
        await Console.Out.WriteLineAsync(HelpText.Usage);
        return 0;
    }

    private static async Task<int> ServeAsync(string[] settings, Action<IServiceCollection>? configure)
    {
        await using var app = LocalHostApp.Build(settings, services =>
        {
            configure?.Invoke(services);
            services.AddHostedService<SampleWorkspace>();
        });

        // Before a background service is made that reads one of the settings: it would tell of that one only.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.StartAsync();
        Announce(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    // "… on the instance of DigitalTwin.Models.ModelOptions: 'Nam', 'Other'": a section is named as its options are.
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
