using System.Text;
using DigitalTwin.Evals;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Versions;

namespace DigitalTwin.LocalHost.Commands;

/// <summary>
/// The command <c>eval FILE</c>: the cases of a file, asked of a persona in the terminal, as in the CI of a persona that is kept in git. It
/// writes nothing to the twin's data, which may belong to one that runs.
/// </summary>
internal static class EvalCommand
{
    /// <summary>How the option of the report begins.</summary>
    public const string Report = "--report=";

    private const string PersonaPath = "--Persona:Path=";

    /// <returns>The exit code: 0 where all replies are right, else 1.</returns>
    /// <exception cref="StartupException">A file cannot be read.</exception>
    public static async Task<int> RunAsync(string[] settings, string file, Action<IServiceCollection>? configure)
    {
        Console.OutputEncoding = Encoding.UTF8;
        var cases = Read(file);
        var own = Directory.CreateTempSubdirectory("digital-twin-eval");
        try
        {
            string[] all =
            [
                .. settings.Where(setting => !setting.StartsWith(Report, StringComparison.Ordinal)), .. StoredPersona(settings),
                $"--Storage:Path={own.FullName}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Model:Probe=false",
            ];
            await using var app = LocalHostApp.Build(all, configure);
            await app.StartAsync();
            var view = await RunAsync(app.Services, cases);
            await app.StopAsync();
            await TellAsync(view);
            await WriteReportAsync(settings, view);
            return view.Passed == view.Total ? 0 : 1;
        }
        catch (PersonaFormatException error)
        {
            throw new StartupException($"The persona{(error.Line > 0 ? $", line {error.Line}" : "")}: {error.Message}", error);
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    private static async Task<EvalRunView> RunAsync(IServiceProvider services, IReadOnlyList<EvalCase> cases)
    {
        var (runs, store) = (services.GetRequiredService<EvalRuns>(), services.GetRequiredService<EvalStore>());
        var persona = await services.GetRequiredService<PersonaShelf>().ReadAsync(PersonaShelf.Published, CancellationToken.None);
        var run = await runs.BeginAsync(new EvalOrder(PersonaShelf.Published, persona), cases, CancellationToken.None);
        await runs.WorkOnAsync(run);
        return await runs.ViewAsync((await store.FindAsync(run.Id, CancellationToken.None))!, CancellationToken.None);
    }

    // The twin's own persona, where no other file is named.
    private static string[] StoredPersona(string[] settings)
    {
        if (settings.Any(setting => setting.StartsWith(PersonaPath, StringComparison.OrdinalIgnoreCase)))
        {
            return [];
        }

        var folder = DataFolder.PathOf(LocalHostApp.CreateBuilder(settings).Configuration);
        var stored = PersonaSource.BlobNames.Select(name => Path.Combine(folder, DataFolder.Parts[0], name))
            .FirstOrDefault(File.Exists);
        return stored is null ? [] : [PersonaPath + stored];
    }

    private static IReadOnlyList<EvalCase> Read(string file)
    {
        try
        {
            return EvalFile.Read(File.ReadAllText(file)) is { Count: > 0 } cases
                ? cases : throw new StartupException($"{file} has no cases.");
        }
        catch (EvalFormatException error)
        {
            throw new StartupException($"{file}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read: {error.Message}", error);
        }
    }

    private static async Task TellAsync(EvalRunView view)
    {
        foreach (var row in view.Rows!)
        {
            await Console.Out.WriteLineAsync($"{(row.Result!.Passed ? "+" : "-")} {row.Case.Id}: {row.Case.Question}");
            foreach (var check in row.Result.Checks.Where(check => !check.Passed))
            {
                await Console.Out.WriteLineAsync($"    {check.Reason}");
            }

            if (!row.Result.Passed)
            {
                await Console.Out.WriteLineAsync($"    {row.Result.Error ?? row.Result.Reply.ReplaceLineEndings("\n    ")}");
            }
        }

        await Console.Out.WriteLineAsync($"{view.Passed} of {view.Total} right.");
    }

    private static async Task WriteReportAsync(string[] settings, EvalRunView view)
    {
        if (settings.LastOrDefault(setting => setting.StartsWith(Report, StringComparison.Ordinal)) is { } report)
        {
            await File.WriteAllTextAsync(report[Report.Length..], EvalReport.Of(view));
        }
    }
}
