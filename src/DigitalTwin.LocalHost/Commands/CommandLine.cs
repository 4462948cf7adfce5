using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Commands;

/// <summary>What the command line asks for.</summary>
internal enum Command
{
    /// <summary>Run the twin.</summary>
    Serve,

    /// <summary>Ask a twin that runs whether it is up.</summary>
    Health,

    /// <summary>Say where the owner's console is.</summary>
    Console,

    /// <summary>Write all that the twin keeps into one file.</summary>
    Backup,

    /// <summary>Look for damage in the database.</summary>
    StorageCheck,

    /// <summary>Take what cannot be read out of conversations.</summary>
    StorageRepair,

    /// <summary>Ask the twin a question.</summary>
    Ask,

    /// <summary>Make a draft of a persona of a CV.</summary>
    Import,

    /// <summary>Say what a persona file answers.</summary>
    PersonaCheck,

    /// <summary>Ask a persona the cases of a file, and judge its replies.</summary>
    Eval,

    /// <summary>Say what there is.</summary>
    Help,
}

/// <summary>Reads the command line and finds its typing errors, of which .NET's own settings say nothing.</summary>
/// <param name="Command">The command.</param>
/// <param name="Settings">All settings as <c>--Section:Key=value</c>.</param>
/// <param name="Argument">The command's file or question; empty for those without one.</param>
/// <remarks>
/// Read by hand: nearly all that stands here are settings, whose names a parser of options would have to be told one by one, and
/// System.CommandLine would take <c>--persona:path=me.md</c> for an option <c>--persona</c> with the value <c>path=me.md</c>.
/// </remarks>
internal sealed record CommandLine(Command Command, string[] Settings, string Argument = "")
{
    private const string PersonaOption = "persona";
    private const string ReportOption = "report";

    // Nothing is read of a section but what is under it.
    private static readonly HashSet<string> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        "Storage", "Persona", "Model", "Access", "Rates", "Budget", "Outgoing", "Notices", "SignIn", "Limits", "Retention",
        "Kestrel", "Logging",
    };

    private static readonly HashSet<string> Known = new(
        [
            .. Sections, "Urls", "Http_Ports", "Https_Ports", "AllowedHosts", "Environment", "ContentRoot", "ApplicationName",
            .. SecretNames.All.Select(SecretNames.EnvironmentVariable),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a command line.</summary>
    /// <exception cref="StartupException">It has something that there is not; the message is one sentence.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var (command, words, argument) = CommandOf(args);
        var (settings, isHelp) = (new List<string>(), command == Command.Help);
        for (var next = words; next < args.Count && !isHelp; next++)
        {
            isHelp = IsHelp(args[next]);
            if (!isHelp)
            {
                var (name, value) = Split(args[next]);
                value ??= next + 1 < args.Count && !args[next + 1].StartsWith("--", StringComparison.Ordinal) ? args[++next] : null;
                settings.Add(value is null ? throw new StartupException($"--{name} needs a value: --{name}=value.") : $"--{name}={value}");
            }
        }

        if (command != Command.Eval && settings.Any(setting => setting.StartsWith(EvalCommand.Report, StringComparison.Ordinal)))
        {
            throw new StartupException("--report is an option of: eval FILE");
        }

        return isHelp ? new CommandLine(Command.Help, [])
            : argument is null ? throw new StartupException(MissingArgument(command))
            : new CommandLine(command, [.. settings], argument);
    }

    /// <returns>The command, how many words it takes, and its argument: <see langword="null"/> where it is missing.</returns>
    private static (Command Command, int Words, string? Argument) CommandOf(IReadOnlyList<string> args) => args switch
    {
        ["serve", ..] => (Command.Serve, 1, ""),
        ["health", ..] => (Command.Health, 1, ""),
        ["console", ..] => (Command.Console, 1, ""),
        ["backup", ..] => With(Command.Backup, args, 1),
        ["ask", ..] => With(Command.Ask, args, 1),
        ["import", ..] => With(Command.Import, args, 1),
        ["eval", ..] => With(Command.Eval, args, 1),
        ["persona", "check", ..] => With(Command.PersonaCheck, args, 2),
        ["persona", ..] => throw new StartupException("A persona file is checked with: persona check FILE"),
        ["storage", "check", ..] => (Command.StorageCheck, 2, ""),
        ["storage", "repair", ..] => (Command.StorageRepair, 2, ""),
        ["storage", ..] => throw new StartupException("The storage is checked with: storage check, and mended with: storage repair"),
        ["help", ..] => (Command.Help, 1, ""),
        _ => (Command.Serve, 0, ""),
    };

    private static (Command Command, int Words, string? Argument) With(Command command, IReadOnlyList<string> args, int words)
        => args.Count > words && !args[words].StartsWith('-') ? (command, words + 1, args[words]) : (command, words, null);

    private static string MissingArgument(Command command) => command switch
    {
        Command.Ask => "To ask takes a question: ask \"Who are you?\"",
        Command.Import => "An import needs the CV: import FILE",
        Command.Eval => "Evals need the file of cases: eval FILE",
        Command.PersonaCheck => "A check needs the file: persona check FILE",
        _ => "A backup needs the file to write: backup FILE",
    };

    private static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?" or "/?";

    // .NET takes --name=value, --name value, /name=value and name=value.
    private static (string Name, string? Value) Split(string argument)
    {
        var name = argument.TrimStart('-').TrimStart('/');
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var value = equals < 0 ? null : name[(equals + 1)..];
        name = equals < 0 ? name : name[..equals];
        if (argument.StartsWith("--", StringComparison.Ordinal) && name.Equals(PersonaOption, StringComparison.OrdinalIgnoreCase))
        {
            return ("Persona:Path", value);
        }

        if (argument.StartsWith("--", StringComparison.Ordinal) && name.Equals(ReportOption, StringComparison.OrdinalIgnoreCase))
        {
            return (ReportOption, value);
        }

        return IsKnown(name) && (value is not null || argument[0] is '-' or '/') ? (name, value) : throw Unknown(argument, name);
    }

    private static StartupException Unknown(string argument, string name)
        => new(argument[0] != '-' && File.Exists(argument) ? $"A persona's file is given with its option: --persona {argument}"
            : name.Contains(':', StringComparison.Ordinal) ? $"There is no such setting: {name}. README.md lists them all."
            : argument[0] == '-' ? $"There is no option {argument.Split('=')[0]}: --help lists what there is."
            : $"There is no command {argument}: --help lists what there is.");

    // Of the storage there is one setting on this host, which no options class binds.
    private static bool IsKnown(string name)
    {
        var section = name.Split(':')[0];
        return section.StartsWith("OTEL_", StringComparison.Ordinal)
            || (section.Equals("Storage", StringComparison.OrdinalIgnoreCase)
                ? name.Equals("Storage:Path", StringComparison.OrdinalIgnoreCase)
                : Known.Contains(section) && (name.Length > section.Length || !Sections.Contains(name)));
    }
}
